import Foundation
import Testing

@testable import Instructions

@Suite struct SplitNameTests {
  @Test(
    arguments: [
      ("train", .training, ""), ("qa_train", .training, "qa"), ("train-00000-of-00002", .training, ""),
      ("test", .evaluation, ""), ("dev.qa", .evaluation, "qa"),
      ("Validation-00001-of-00002", .evaluation, ""),
      ("squad-val", .evaluation, "squad"),
    ] as [(String, SplitName.Part, String)])
  func partsAreNamedFirstOrLast(_ stem: String, _ part: SplitName.Part, _ base: String) throws {
    let name = try #require(SplitName(stem))
    #expect(name.part == part)
    #expect(name.base == base)
  }

  @Test(arguments: [
    "testimony", "task1_test_questions", "training_data", "contest", "", "-", "attest-", "00000-of-00002",
  ])
  func otherNamesTellNothing(_ stem: String) {
    let name = SplitName(stem)
    // `training_data` begins with the word; it is a training set of `data`.
    #expect(name == nil || (stem == "training_data" && name?.part == .training))
  }

  @Test func onlyASetBesideItsTrainingSetIsKeptOut() {
    #expect(SplitName.evaluationParts(of: ["train", "test", "dev", "notes"]) == ["test", "dev"])
    #expect(SplitName.evaluationParts(of: ["qa_train", "qa_test", "nli_test"]) == ["qa_test"])
    #expect(SplitName.evaluationParts(of: ["test", "validation"]).isEmpty)
  }

  /// A data set as it lies on the Hugging Face Hub, and as `save_to_disk` leaves beside it.
  @Test(arguments: ["jsonl", "json", "jsonl.gz"])
  func aDatasetOfTheHubTrainsOnItsTrainingSet(_ ending: String) throws {
    let folder = try TemporaryFolder()
    for (index, part) in ["train-00000-of-00002", "train-00001-of-00002", "validation-00000-of-00001"]
      .enumerated()
    {
      let line = Data("{\"inputs\": \"\(index)\", \"targets\": \"t\"}\n".utf8)
      try folder.write("data/\(part).\(ending)", ending.hasSuffix(".gz") ? line.gzipped : line)
    }
    for name in ["dataset_infos.json", "dataset_dict.json", "data/state.json", "data/dataset_info.json"] {
      try folder.write(name, #"{"splits": ["train"], "features": {"inputs": "string"}}"#)
    }
    try folder.write("README.md", "# A data set")
    try folder.write(".gitattributes", "*.parquet filter=lfs")
    try folder.write(".huggingface/x.json", "{}")
    let files = try SourceFiles(path: folder.path)
    var collected = CollectedTasks()
    try files.read(into: &collected)
    #expect(collected.tasks.map(\.name) == ["train"])
    #expect(collected.tasks.first?.instances.map(\.input) == ["0", "1"])
    #expect(files.notices.count == 1 && files.notices[0].contains("validation-00000-of-00001"))
  }

  @Test func aFolderTrainsOnItsTrainingSetAndSaysSo() throws {
    let folder = try TemporaryFolder()
    for (index, name) in ["train-00000-of-00002", "train-00001-of-00002", "test-00000-of-00001", "dev"]
      .enumerated()
    {
      try folder.write("data/\(name).jsonl", "{\"inputs\": \"\(index)\", \"targets\": \"t\"}\n")
    }
    try folder.write("data/dataset_infos.json", "{\"default\": {}}")
    try folder.write("more/train/a.jsonl", "{\"inputs\": \"x\", \"targets\": \"t\"}\n")
    try folder.write("more/test/b.jsonl", "{\"inputs\": \"y\", \"targets\": \"t\"}\n")
    try folder.write("other/test.jsonl", "{\"inputs\": \"z\", \"targets\": \"t\"}\n")
    let files = try SourceFiles(path: folder.path)
    var collected = CollectedTasks()
    try files.read(into: &collected)
    #expect(collected.tasks.map(\.name).sorted() == ["a", "test", "train"])
    #expect(collected.tasks.first { $0.name == "train" }?.instances.map(\.input) == ["0", "1"])
    #expect(files.notices.count == 4)
    #expect(files.notices.filter { $0.contains("is not trained on") }.count == 3)
    #expect(files.notices.contains { $0.contains("other/test.jsonl is trained on, although") })
  }
}
