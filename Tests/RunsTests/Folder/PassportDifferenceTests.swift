import RunTestSupport
import Testing

@testable import Runs

@Suite struct PassportDifferenceTests {
  static func passport() throws -> RunPassport {
    var passport = RunPassport(
      of: try RecipeExample.load(), programVersion: "1.2",
      runtime: .init(name: "CPU", threads: 2, kernels: "k", matrixProducts: "OpenBLAS 0.3 Haswell MAX=64"))
    passport.data = [
      .init(key: "data.tasks[0].path", path: "tasks", sha256: "a1"),
      .init(key: "data.tasks[0].path", path: "splits/list.txt", sha256: "a2"),
      .init(key: "data.templates (program's own)", path: "/p/Templates", sha256: "a3"),
    ]
    passport.tokenizer = .init(key: "tokenizer.vocabulary", path: "v", sha256: "bb")
    passport.initialWeights = .init(key: "model.folder", path: "m", sha256: "cc")
    return passport
  }

  typealias Edit = @Sendable (inout RunPassport) -> Void

  @Test func sameFilesUnderOtherPaths_areTheSame() throws {
    var now = try Self.passport()
    for index in now.data.indices { now.data[index].path = "elsewhere/" + now.data[index].path }
    #expect(try PassportDifference(from: Self.passport(), to: now).isEmpty)
  }

  @Test(arguments: [
    (0, "data.tasks[0].path ('tasks')"), (1, "data.tasks[0].path ('splits/list.txt')"),
    (2, "data.templates (program's own) ('/p/Templates')"), (3, "tokenizer.vocabulary ('v')"),
    (4, "model.folder ('m')"),
  ])
  func changedInput_isNamed(_ number: Int, _ name: String) throws {
    var now = try Self.passport()
    switch number {
    case 3: now.tokenizer?.sha256 = "new"
    case 4: now.initialWeights?.sha256 = "new"
    default: now.data[number].sha256 = "new"
    }
    let difference = try PassportDifference(from: Self.passport(), to: now)
    #expect(difference.warnings(since: "step 7") == ["\(name) has changed since step 7"])
    #expect(difference.machine.isEmpty && difference.inputs.count == 1)
  }

  /// A file more or less of a setting counts; a setting that only one of the two knows is the recipes' matter.
  @Test func filesThatComeAndGo() throws {
    var now = try Self.passport()
    now.data.remove(at: 1)
    #expect(
      try PassportDifference(from: Self.passport(), to: now).inputs.map(\.key) == ["data.tasks[0].path"])
    now = try Self.passport()
    now.data.append(.init(key: "data.tasks[1].path", path: "more", sha256: "a4"))
    now.tokenizer = nil
    #expect(try PassportDifference(from: Self.passport(), to: now).isEmpty)
  }

  @Test(arguments: [
    ("data", true), ("data.tasks", true), ("data.tasks[0]", true), ("data.tasks[0].path", true),
    ("data.task", false), ("data.tasks[0].pat", false), ("data.templates", false), ("model", false),
  ])
  func allowedKeys(_ allowed: String, _ isAllowed: Bool) throws {
    var now = try Self.passport()
    now.data[0].sha256 = "new"
    let difference = try PassportDifference(from: Self.passport(), to: now)
    #expect(difference.inputs[0].isAllowed(by: ["seed", allowed]) == isAllowed)
    now = try Self.passport()
    now.data[2].sha256 = "new"
    let templates = try PassportDifference(from: Self.passport(), to: now).inputs[0]
    #expect(templates.isAllowed(by: ["data.templates"]) && !templates.isAllowed(by: ["data.tasks"]))
  }

  @Test(arguments: [
    ("processor", "the processor has changed since the run was started (old one -> new one): "),
    (
      "kernels",
      "the processor that kernels are compiled for has changed since the run was started (x86-64-v3 -> x86-64-v4): "
    ),
    ("blas", "who makes matrix products has changed since the run was started (Haswell -> SkylakeX): "),
    ("program", "the program is another than the one that the run was started with: "),
  ])
  func otherMachine_isTold(_ what: String, _ start: String) throws {
    var (old, new) = (try Self.passport(), try Self.passport())
    (old.processor, new.processor) = ("old one", what == "processor" ? "new one" : "old one")
    (old.programSHA256, new.programSHA256) = ("p", what == "program" ? "q" : "p")
    (old.kernels, new.kernels) = ("x86-64-v3", what == "kernels" ? "x86-64-v4" : "x86-64-v3")
    if what == "blas" { new.blas = "OpenBLAS 0.3 SkylakeX MAX=64" }
    let difference = PassportDifference(from: old, to: new)
    let lines = difference.warnings(since: "the run was started")
    #expect(lines.count == 1 && lines[0].hasPrefix(start), "\(lines)")
    #expect(lines[0].hasSuffix("results may differ in the last bits from those of a run that never stopped"))
    #expect(difference.inputs.isEmpty && difference.machine.count == 1)
  }

  /// A passport of a run on XLA.
  private static func onXLA() throws -> RunPassport {
    var passport = try passport()
    passport.device = .init(
      .init(
        librarySHA256: "0123456789abcdef", interface: "PJRT 0.116", platform: "cuda", platformVersion: "13.1",
        kind: "NVIDIA H200", count: 1, arithmetic: "float32", memoryBytes: 5))
    return passport
  }

  @Test(arguments: [
    ("plug-in", "the plug-in of XLA's", "PJRT 0.116, SHA-256 0123456789ab -> PJRT 0.116, SHA-256 fedcba"),
    ("platform", "the version of the plug-in's platform", "cuda 13.1 -> cuda 13.2"),
    ("device", "the kind of the device", "NVIDIA H200 -> NVIDIA H100"),
    ("devices", "the number of devices", "1 -> 2"),
    ("arithmetic", "the arithmetic of products", "float32 -> tf32"),
    ("runtime", "what computes", "NVIDIA H200 by XLA for cuda, PJRT 0.116 -> the processor"),
  ])
  func otherDevice_isTold(_ what: String, _ name: String, _ change: String) throws {
    var new = try Self.onXLA()
    switch what {
    case "plug-in": new.device?.plugInSHA256 = "fedcba"
    case "platform": new.device?.platformVersion = "13.2"
    case "device": new.device?.kind = "NVIDIA H100"
    case "devices": new.device?.count = 2
    case "arithmetic": new.device?.arithmetic = "tf32"
    default: new.device = nil
    }
    let difference = try PassportDifference(from: Self.onXLA(), to: new)
    #expect(difference.machine.map(\.key) == [what])
    let lines = difference.warnings(since: "step 3")
    #expect(
      lines.count == 1 && lines[0].hasPrefix("\(name) has changed since step 3 (\(change)): "), "\(lines)")
    #expect(try Self.onXLA().ownThreads == nil && Self.passport().ownThreads == 2)
  }

  /// Sums run in an order that sizes alone decide.
  @Test func otherNumberOfThreads_isNoted_andNothingToWarnOf() throws {
    var now = try Self.passport()
    now.threads = 3
    let difference = try PassportDifference(from: Self.passport(), to: now)
    #expect(difference.machine == [.init(key: "threads", old: "2", new: "3")])
    #expect(difference.warnings(since: "the run was started").isEmpty)
  }
}
