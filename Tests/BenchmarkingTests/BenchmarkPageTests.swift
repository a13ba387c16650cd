import Foundation
import Testing

@testable import Benchmarking

@Suite struct BenchmarkPageTests {
  private static let here = "this processor (family 25, model 1: Zen 3, Milan), AVX2, 2 cores"
  private static let facts = [BenchmarkReport.Fact("Memory", "25 GB")]

  /// Another machine's section, with what only someone's hands can have written.
  private static let other = """
    ## another processor, AVX-512, 16 cores

    - Memory: 64 GB
    \t
    ### Training step
    Words\u{20}\u{20}

    | work | unit |
    |---|---:|
    | training/small | s |


    ### A part of another version
    ```
    e\u{301} é\r
    ```
    """

  private static func report(
    _ results: [(ReportSection, String)], seconds: Double = 1, facts: [BenchmarkReport.Fact] = facts
  ) -> BenchmarkReport {
    BenchmarkReport(
      machineName: here, machine: facts, day: "2026-01-02", repeats: 1,
      results: results.map { section, name in
        WorkloadResult(
          name: name, section: section, unit: .seconds,
          groups: [[ContestantResultTests.contestant("flan-train", seconds: [seconds])]])
      })
  }

  private static func page(_ text: String) throws -> BenchmarkPage {
    try BenchmarkPage(Data(text.utf8), path: "Benchmarks.md")
  }

  @Test(arguments: [true, false])
  func othersKeepTheirBytes(isFirst: Bool) throws {
    let own = Self.report([(.training, "training/small"), (.scoring, "scoring/small")]).machineSection.text
    let sections = isFirst ? [own, Self.other] : [Self.other, own]
    let text = (["# Benchmarks\n\nWords of its own."] + sections).joined(separator: "\n\n") + "\n"
    var page = try Self.page(text)
    #expect(Data(page.text.utf8) == Data(text.utf8))
    page.put(
      Self.report([(.training, "training/small"), (.scoring, "scoring/small")], seconds: 7).machineSection)
    let expected = text.replacing("1.00 [1.00..1.00]", with: "7.00 [7.00..7.00]")
    #expect(expected != text)
    #expect(Data(page.text.utf8) == Data(expected.utf8))
  }

  @Test func anotherMachineComesLast() throws {
    var page = try Self.page("# Benchmarks\n\n\(Self.other)\n\n\n")
    let section = Self.report([(.scoring, "scoring/small")]).machineSection
    page.put(section)
    #expect(page.text == "# Benchmarks\n\n\(Self.other)\n\n\(section.text)\n")
  }

  @Test func partsThatARunDoesNotMeasureStay() throws {
    var page = BenchmarkPage()
    page.put(Self.report([(.training, "training/small"), (.startup, "startup/small")]).machineSection)
    let planned = [(section: ReportSection.scoring, workload: "scoring/small")]
    #expect(page.losses(of: Self.here, facts: Self.facts, planned: planned) == [])
    page.put(Self.report([(.scoring, "scoring/small")], seconds: 7).machineSection)
    let headings = page.text.split(separator: "\n").filter { $0.hasPrefix("### ") }
    #expect(headings == ["### Training step", "### Scoring", "### Start-up"])
    #expect(try Self.page(page.text) == page)
  }

  @Test func aPartThatCouldNotBeMeasuredStays() throws {
    var page = BenchmarkPage()
    page.put(Self.report([(.mixture, "mixture/small")]).machineSection)
    let before = page.text
    var report = Self.report([])
    report.results = [
      WorkloadResult(
        name: "mixture/small", section: .mixture, unit: .seconds, groups: [],
        notes: ["not measured: name a folder\nof tasks"])
    ]
    #expect(report.markdown.contains("mixture/small: not measured: name a folder of tasks"))
    page.put(report.machineSection)
    #expect(page.text == before)
  }

  @Test func aRunThatWouldLoseWorkloadsIsTold() throws {
    var page = BenchmarkPage()
    let all: [(ReportSection, String)] = [
      (.training, "training/small/a"), (.training, "training/small/b"), (.scoring, "scoring/small"),
    ]
    page.put(Self.report(all).machineSection)
    func losses(_ planned: [(ReportSection, String)], _ facts: [BenchmarkReport.Fact] = Self.facts)
      -> [String]
    {
      page.losses(of: Self.here, facts: facts, planned: planned.map { (section: $0.0, workload: $0.1) })
    }
    #expect(losses(all) == [])
    #expect(losses([all[2]]) == [])
    #expect(losses([all[0]]) == ["training/small/b"])
    // On a machine that is no longer the same nothing can stay.
    let others = [BenchmarkReport.Fact("Memory", "50 GB")]
    #expect(losses([all[2]], others) == ["training/small/a", "training/small/b"])
    #expect(losses(all, others) == [])
    #expect(page.losses(of: "a third, AVX2, 1 core", facts: others, planned: []) == [])
    page.put(Self.report([all[2]], facts: others).machineSection)
    #expect(!page.text.contains("training/small"))
    let error = LostWorkloads(path: "Benchmarks.md", machine: Self.here, workloads: (1...8).map { "w\($0)" })
    #expect(error.description.contains("w1, w2, w3, w4, w5, w6 and 2 others"))
    #expect(error.description.contains("--replace"))
  }

  @Test(arguments: ["", "\n \n"])
  func anEmptyFileIsAPageWithoutMachines(text: String) throws {
    #expect(try Self.page(text) == BenchmarkPage())
  }

  @Test(arguments: [
    ("Benchmarks\n", 1, "the first line is not '# Benchmarks'"),
    ("\n# Benchmarks\n", 1, "the first line"),
    ("# Benchmarks\n\n## Training step\n", 3, "'Training step' names no machine"),
    ("# Benchmarks\n## \n", 2, "'' names no machine"),
    ("# Benchmarks\n## a, 2 cores\nx\n## b, 1 core\n## a, 2 cores\n", 5, "has a section above already"),
  ])
  func refusesWhatIsNoPage(text: String, line: Int, problem: String) {
    let error = #expect(throws: MalformedBenchmarkPage.self) { try Self.page(text) }
    #expect(error?.location?.line == line)
    #expect(error?.problem.contains(problem) == true)
    #expect(error?.category == .data)
  }

  @Test func refusesBytesThatAreNoText() {
    let error = #expect(throws: MalformedBenchmarkPage.self) {
      try BenchmarkPage(Data("# Benchmarks\n".utf8) + Data([0xFF, 0xFE]), path: "x.md")
    }
    #expect(error?.description.hasPrefix("x.md: is not UTF-8 text") == true)
  }
}
