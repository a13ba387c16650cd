import Studies
import TestSupport
import Testing

@Suite struct StudyTimesTests {
  @Test func times_addUp_andHalfALineDoesNotCount() throws {
    let folder = try TemporaryFolder()
    let study = StudyFolder(path: folder.path)
    #expect(try StudyTimes(of: study) == StudyTimes())
    for seconds in [2.0, 3] {
      try StudyTimes.add(.init(run: "a/seed-1", wall: seconds, processor: 1), to: study)
    }
    try folder.write(folder.read("times.jsonl") + "{\"run\": \"a/se", to: "times.jsonl")
    let times = try StudyTimes(of: study)
    #expect(times.wall == ["a/seed-1": 5] && times.processor == ["a/seed-1": 2] && times.whole == nil)
  }

  /// The clock of the study itself, of all calls that have made runs.
  @Test func wholeTime_isThatOfAllCalls() throws {
    let folder = try TemporaryFolder()
    let study = StudyFolder(path: folder.path)
    for seconds in [3.0, 4] {
      try StudyTimes.add(.init(run: StudyTimes.study, wall: seconds, processor: 0), to: study)
    }
    let times = try StudyTimes(of: study)
    #expect(times.whole == 7 && times.wall.isEmpty)
  }
}
