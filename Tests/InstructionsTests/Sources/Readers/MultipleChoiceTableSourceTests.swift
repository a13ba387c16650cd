import Testing

@testable import Instructions

@Suite struct MultipleChoiceTableSourceTests {
  @Test func letters_becomeOptions() throws {
    let task = try RecordSourceTests.tasks(
      "high_school_physics_dev.csv", "\"Which, of\nthese?\",a,\"b, c\",d,e,B\nNone?,1,2,3,4, \n",
      #"{"kind": "mmlu-csv"}"#)[0]
    #expect(
      task.name == "high_school_physics_dev" && task.definitions[0].hasSuffix("about high school physics."))
    #expect(
      task.instances == [
        Instance(input: "Which, of\nthese?", references: ["b, c"], options: ["a", "b, c", "d", "e"], line: 1)
      ])
    #expect(task.skipped.map(\.location.line) == [3])
  }

  @Test func gradeSchoolMath_isToldByItsMark() throws {
    let task = try RecordSourceTests.tasks(
      "train.jsonl",
      #"{"question": "48 and half?", "answer": "Half is <<48/2=24>>24.\nSo <<48+24=72>>72.\n#### 72"}"#, "{}")[
        0]
    #expect(
      task.instances == [
        Instance(input: "48 and half?", references: ["72"], rationale: "Half is 24.\nSo 72.", line: 1)
      ])
  }
}
