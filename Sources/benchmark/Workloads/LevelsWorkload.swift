import Benchmarking
import Foundation

/// The same training step by builds for levels of processor, beside the one for this processor.
enum LevelsWorkload {
  private static let levels = ["x86-64-v2", "x86-64-v3", "x86-64-v4"]
  private static let native = "native"

  static var workload: Workload {
    Workload(
      name: "levels/small", section: .levels, unit: .seconds,
      peers: levels.map { Peer(name: $0, variant: $0) }, isLong: true
    ) { bench in
      guard let builds = bench.builds else {
        throw NotMeasured(description: "name a folder with builds for levels of processor with --builds")
      }
      var work = Work(.levels, threads: bench.threads)
      for level in levels { work.programs[level] = program(level, in: builds) }
      let own = Bundle.main.executableURL ?? URL(fileURLWithPath: ".")
      let beside = own.deletingLastPathComponent().appendingPathComponent("flan-train").path
      work.programs[""] = program(native, in: builds) ?? (isProgram(beside) ? beside : nil)
      work.command = arguments(bench)
      return .init(
        work: work,
        notes: [
          "4 rows of (256, 64), without dropout; the median of the later steps of `flan-train plan --measure`"
        ])
    }
  }

  /// A level's program, as `Scripts/stage` lays it out, or in a folder of the level's name.
  private static func program(_ level: String, in builds: String) -> String? {
    ["\(builds)/libexec/flan-train/\(level)/flan-train", "\(builds)/\(level)/flan-train"].first(
      where: isProgram)
  }

  private static func isProgram(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path)
  }

  private static func arguments(_ bench: Bench) -> [String] {
    [
      "plan", "Recipes/flan-small.json", "model.preset=small", "model.dropout=0", "packing.rows=4",
      "packing.inputLength=256", "packing.targetLength=64", "train.threads=\(bench.threads)", "--measure",
      "--json",
    ]
  }
}

/// The roofline: what the processor and its memory can do at most, and what anyone's products reach.
enum RooflineWorkload {
  static var all: [Workload] { [registers, products, memory, cores] }

  private static var registers: Workload {
    Workload(
      name: "roofline/registers", section: .registers, unit: .rate(name: "GFLOP/s", scale: 1e9)
    ) { bench in .init(work: Work(.registers, threads: bench.threads)) }
  }

  private static var products: Workload {
    Workload(
      name: "roofline/products", section: .products, unit: .rate(name: "GFLOP/s", scale: 1e9),
      peers: [
        Peer(name: "openblas", variant: OpenBLASTask.whole),
        Peer(name: "openblas-split", variant: OpenBLASTask.split),
        Peer(name: "torch", script: "torch_matrix_product"),
        Peer(name: "numpy", script: "numpy_matrix_product"),
      ]
    ) { bench in
      var work = Work(.products, threads: bench.threads)
      work.products = MatrixShape.common
      return .init(
        work: work,
        notes: [
          "openblas is the library that we link, with its own threads; openblas-split the same with rows split over ours"
        ])
    }
  }

  private static var memory: Workload {
    Workload(
      name: "roofline/memory", section: .memory, unit: .rate(name: "GB/s", scale: 1e9)
    ) { bench in
      .init(work: Work(.memory, threads: bench.threads), notes: ["ours is reading on all cores"])
    }
  }

  private static var cores: Workload {
    Workload(
      name: "roofline/cores", section: .memory, unit: .rate(name: "round trips/us", scale: 1e6)
    ) { bench in
      if bench.threads < 2 { throw NotMeasured(description: "one thread has nobody to hand anything to") }
      return .init(
        work: Work(.cores, threads: 2),
        notes: [
          "a cache line from one core to another and back; some 10 to 20 where they have a cache in common, some 3 where not"
        ])
    }
  }
}
