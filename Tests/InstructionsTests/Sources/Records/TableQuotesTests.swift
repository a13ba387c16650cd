import Testing

@testable import Instructions

@Suite struct TableQuotesTests {
  static let fields = #""fields": {"input": "q", "output": "a"}"#
  /// Rows after the heading, the first input that is read, and whether that is told.
  static let tables: [(rows: String, input: String, note: String?)] = [
    ("\"Q \"\"x\"\" y\"\tA\nQ\tA\n", "Q \"x\" y", "taken off"),
    ("\"Q\ty\"\tA\nQ\tA\n", "Q\ty", "taken off"), ("\"Q\ny\"\tA\nQ\tA\n", "Q\ny", "taken off"),
    ("\"Q\"\t\"A\"\n\"R\"\t\"B\"\n", "Q", "taken off"),
    ("\"Hello.\"\tA\nShe said so.\tB\n", "\"Hello.\"", "1 fields of the first 3 rows"),
    ("\"Hello\" she said.\tA\nQ\tB\n", "\"Hello\" she said.", nil),
    ("\"Hello\tA\nQ\tB\n", "\"Hello", nil), ("He is 6\" tall\tA\nQ\tB\n", "He is 6\" tall", nil),
    ("Q\tA\nQ\tB\n", "Q", nil),
  ]

  @Test(arguments: tables.indices) func quotesAreTakenOffWhereTheyAreMeant(_ index: Int) throws {
    let table = Self.tables[index]
    let tasks = try RecordSourceTests.tasks("a.tsv", "q\ta\n" + table.rows, "{\(Self.fields)}")
    #expect(tasks[0].instances[0].input == table.input)
    #expect(tasks[0].instances[0].references == ["A"] && tasks[0].instances.count == 2)
    #expect(tasks[0].notes.count == (table.note == nil ? 0 : 1))
    if let note = table.note { #expect(tasks[0].notes[0].contains(note), "\(tasks[0].notes)") }
  }

  @Test func whatIsSaidHolds() throws {
    let text = "q\ta\n\"Q\"\tA\n\"R\"\tB\n"
    for (said, input) in [("true", "Q"), ("false", "\"Q\"")] {
      let tasks = try RecordSourceTests.tasks("a.tsv", text, #"{"quotes": \#(said), \#(Self.fields)}"#)
      #expect(tasks[0].instances[0].input == input && tasks[0].notes.isEmpty)
    }
    let comma = try RecordSourceTests.tasks("a.csv", "q,a\n\"Q\",A\n", #"{"quotes": false, \#(Self.fields)}"#)
    #expect(comma[0].instances[0].input == "\"Q\"")
  }

  @Test func chainsOfThoughtMayBeQuoted() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("qed.tsv", "\"Is \"\"it\"\"?\"\tyes\t\"So it\tis.\"\n")
    let task = try TaskCollection.load(path: path).tasks[0]
    #expect(
      task.instances == [Instance(input: "Is \"it\"?", references: ["yes"], rationale: "So it\tis.", line: 1)]
    )
  }
}
