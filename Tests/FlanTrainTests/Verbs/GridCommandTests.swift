import Foundation
import TestSupport
import Testing

/// `grid`, on the built command.
@Suite struct GridCommandTests {
  /// Few of everything.
  private static let few = ["--tasks", "9", "--instances", "3", "--held-out", "2", "--texts", "1"]

  @Test func folderIsWritten_theSameEveryTime_andReplacedOnlyByForce() throws {
    let folder = try TemporaryFolder()
    let first = try Command.run(["grid", "made/one"] + Self.few, in: folder.path)
    #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
    #expect(first.output.hasPrefix("made/one: 149 tasks to train on and 158 held out, "), "\(first.output)")
    let files = try folder.files()
    #expect(files.count == 307 + 6 + 3 + 4 && first.output.hasSuffix("in \(files.count) files\n"))
    #expect(folder.exists("made/one/tasks/first/task0001_first_commas_names.json"))
    let refused = try Command.run(["grid", "made/one"], in: folder.path)
    #expect(
      refused.status == 64 && refused.errors.contains("made/one: is there already"), "\(refused.errors)")
    #expect(refused.errors.contains("--force"))
    #expect(try Command.run(["grid", "made/two/", "--force"] + Self.few, in: folder.path).status == 0)
    #expect(
      try Command.run(["grid", "made/two", "--seed", "2", "--force"] + Self.few, in: folder.path).status == 0)
    #expect(try Command.run(["grid", "made/two", "--force"] + Self.few, in: folder.path).status == 0)
    let again = try folder.files()
    for (path, bytes) in files { #expect(again[path.replacing("/one/", with: "/two/")] == bytes, "\(path)") }
    #expect(again.count == 2 * files.count)
  }

  @Test(arguments: [
    (["--tasks", "10"], "'10' is none of the grid's sizes"), (["--tasks", "-9"], "--tasks"),
    (["--instances", "0"], "--instances must be from 1 to 20000"),
    (["--instances", "20001"], "--instances must be"),
    (["--held-out", "0"], "--held-out must be"), (["--texts", "-1"], "--texts"),
    (["--texts", "10001"], "--texts must be"),
    (["--total", "8", "--tasks", "9"], "--total must be from 9 to 180000 with 9 tasks"),
    (["--total", "99999999999999999999"], "--total"), (["--seed", "one"], "--seed"),
    (["--instances", "3", "--total", "2000"], "--instances and --total exclude each other"),
    (["more"], "more"), (["--forced"], "--force"),
  ])
  func wrongCalls_areRefused_andWriteNothing(_ arguments: [String], _ saying: String) throws {
    let folder = try TemporaryFolder()
    let result = try Command.run(["grid", "new"] + arguments, in: folder.path)
    #expect(result.status == 64 && result.errors.contains(saying), "\(result.errors)")
    #expect(try folder.files().isEmpty && !folder.exists("new"))
  }

  @Test func whatIsInTheWay_staysAsItIs() throws {
    let folder = try TemporaryFolder(["mine/notes.txt": "mine", "file": "mine"])
    for (name, status, reason) in [
      ("mine", 64, "a folder that is no grid's"), ("file", 64, "a file or link"), ("", 64, "no name"),
      ("file/below", 74, "could not"),
    ] {
      let result = try Command.run(["grid", name, "--force"] + Self.few, in: folder.path)
      #expect(result.status == Int32(status) && result.errors.contains(reason), "\(name): \(result.errors)")
    }
    #expect(try folder.files() == ["mine/notes.txt": Data("mine".utf8), "file": Data("mine".utf8)])
  }

  /// The vocabulary has some 20,000 bytes, the lists' texts more.
  @Test func fullDisk_leavesNothing() throws {
    let folder = try TemporaryFolder()
    let result = try Command.run(["grid", "new"] + Self.few, in: folder.path, blocksOfAFile: 16)
    #expect(result.status == 74 && result.errors.contains("could not write the file"), "\(result.errors)")
    #expect(names(in: folder.path).isEmpty)
  }

  /// The shipped recipe reads the folder as it is written, trains, and scores both groups that are held out.
  @Test func shippedRecipe_trainsOnIt_andScoresPairsAndCompositions() throws {
    let folder = try TemporaryFolder()
    let instances = ["--tasks", "282", "--instances", "8", "--held-out", "2", "--texts", "0"]
    let made = try Command.run(["grid", "grid"] + instances, in: folder.path)
    #expect(made.status == 0, "\(made.errors)")
    let settings = [
      "train.steps=2", "optimizer.warmupSteps=1", "data.heldOutInstances=1", "evaluation.every=2",
      "evaluation.heldOutInstancesPerTask=1",
      "evaluation.heldOutClusterInstancesPerTask=1", "evaluation.maximumTokens=2", "evaluation.atStart=false",
      "packing.rows=2", "model.encoderLayers=1", "model.decoderLayers=1", "train.threads=1",
      "data.cache.folder=cache", "evaluation.formats=[\"zero-shot\"]",
    ]
    let result = try Command.run(["\(Command.packageRoot)/Recipes/grid.json"] + settings, in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let summary = try folder.read("runs/grid/eval/step-00000002/summary.json")
    for cluster in ["unseen_first_arrows", "unseen_rotate_then_last"] {
      #expect(summary.contains("\"\(cluster)\""))
    }
    #expect(summary.contains("normalized"))
  }
}
