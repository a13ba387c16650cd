import Diagnostics
import Foundation
import RunTestSupport
import Testing
import TestSupport

@testable import Recipes
@testable import Runs

@Suite struct RunFolderTests {
  let folder: TemporaryFolder
  let run: RunFolder

  init() throws {
    folder = try TemporaryFolder()
    run = RunFolder(path: folder.path + "/runs/least")
  }

  @Test func folderOfARecipe() throws {
    let recipe = try RecipeExample.load().recipe
    #expect(RunFolder(of: recipe, workingDirectory: "/w").path == "/w/runs/least")
    let elsewhere = try RecipeExample.load(RecipeExample.least, ["output.folder=/a/b", "name=n"]).recipe
    #expect(RunFolder(of: elsewhere, workingDirectory: "/w").path == "/a/b/n")
  }

  @Test func checkpointSteps_areSorted() throws {
    for name in ["step-00000020", "step-00000003", ".partial-step-00000100-4711", "note"] {
      try folder.write("", to: "runs/least/checkpoints/\(name)/x")
    }
    #expect(run.checkpointSteps == [3, 20])
    #expect(run.evaluationSteps.isEmpty)
  }

  @Test func firstStart_writesTheRecipe() throws {
    let loaded = try RecipeExample.load()
    #expect(try run.open(for: loaded).opening == .created(movedAside: nil))
    #expect(try folder.read("runs/least/recipe.json") == RecipeExample.least)
    #expect(try folder.read("runs/least/resolved.json") == loaded.recipe.resolvedText)
  }

  @Test func sameRecipe_isResumed_andDoneIsDone() throws {
    let loaded = try RecipeExample.load()
    _ = try run.open(for: loaded)
    #expect(
      try run.open(for: RecipeExample.load()).opening
        == .resumed(changes: RecipeDifference(from: loaded.recipe, to: loaded.recipe)))
    try run.markDone(RunOutcome(ending: .finished, step: 5))
    #expect(run.isDone)
    #expect(try run.open(for: loaded).opening == .alreadyDone)
    #expect(
      try run.open(for: RecipeExample.load(RecipeExample.least, ["about=new words"])).opening == .alreadyDone)
  }

  /// As a process leaves it that is killed just after it has marked the run.
  @Test func lockOfADoneRun_isRemoved() throws {
    let loaded = try RecipeExample.load()
    _ = try run.open(for: loaded)
    try run.markDone(RunOutcome(ending: .finished, step: 5))
    try folder.write("process 1 on x\n", to: "runs/least/LOCK")
    #expect(try run.open(for: loaded).opening == .alreadyDone)
    #expect(!FileManager.default.fileExists(atPath: run.lockFile))
  }

  /// As a process leaves it that is killed before the run begins.
  @Test func runWithoutPassport_hasNotBegun() throws {
    _ = try run.open(for: RecipeExample.load())
    #expect(throws: RunFolderError.notBegun(path: run.path)) { try run.passport() }
  }

  @Test func changedRecipe_isRefused_andNothingIsOverwritten() throws {
    _ = try run.open(for: RecipeExample.load())
    let before = try folder.read("runs/least/resolved.json")
    #expect {
      try run.open(for: RecipeExample.load(RecipeExample.least, ["seed=3", "train.steps=9"]))
    } throws: { error in
      let error = error as? RunFolderError
      return error?.category == .usage && error?.problem.contains("seed: 0 -> 3") == true
        && error?.problem.contains("train.steps: 1000 -> 9") == true
    }
    #expect(try folder.read("runs/least/resolved.json") == before)
  }

  /// Data, templates, vocabulary and first weights are as much of a run as its settings.
  @Test(arguments: [false, true])
  func changedContent_isRefused_unlessItIsAllowed(_ isDone: Bool) throws {
    let loaded = try RecipeExample.load()
    var passport = try PassportDifferenceTests.passport()
    _ = try run.open(for: loaded, passport: passport)
    try RunHistory(passport).write(to: run)
    if isDone { try run.markDone(RunOutcome(ending: .finished, step: 5)) }
    passport.tokenizer?.sha256 = "new"
    let before = try folder.read("runs/least/run.json")
    #expect {
      try run.open(for: loaded, passport: passport, allowedChanges: ["data", "model"])
    } throws: { error in
      let error = error as? RunFolderError
      return error?.category == .usage
        && error?.nextStep?.contains("--allow-change tokenizer.vocabulary") == true
        && error?.problem.contains("tokenizer.vocabulary ('v') has changed since the run was started") == true
    }
    #expect(try folder.read("runs/least/run.json") == before && run.isDone == isDone)
    guard
      case .resumed(let changes) = try run.open(
        for: loaded, passport: passport, allowedChanges: ["tokenizer"]
      ).opening
    else {
      Issue.record("not resumed")
      return
    }
    #expect(changes.isEmpty && !run.isDone)
  }

  /// A lost passport is told as that, and not as a run that never began.
  @Test func checkpointsWithoutPassport_areARun() throws {
    _ = try run.open(for: RecipeExample.load())
    try folder.write("", to: "runs/least/checkpoints/step-00000020/x")
    #expect(throws: RunFolderError.noPassport(path: run.path)) { try run.passport() }
  }

  @Test func allowedChange_isTakenOver_andADoneRunGoesOn() throws {
    _ = try run.open(for: RecipeExample.load())
    try run.markDone(RunOutcome(ending: .finished, step: 1_000))
    let longer = try RecipeExample.load(RecipeExample.least, ["train.steps=2000"])
    let opening = try run.open(for: longer, allowedChanges: ["train.steps"]).opening
    guard case .resumed(let changes) = opening else {
      Issue.record("\(opening)")
      return
    }
    #expect(changes.changes.map(\.key) == ["train.steps"])
    #expect(try folder.read("runs/least/resolved.json") == longer.recipe.resolvedText)
    #expect(!run.isDone)
  }

  @Test func restart_renamesTheOldFolder() throws {
    let loaded = try RecipeExample.load()
    _ = try run.open(for: loaded)
    try folder.write("old", to: "runs/least/log.txt")
    for number in 1...3 {
      let opening = try run.open(for: loaded, restart: true).opening
      #expect(opening == .created(movedAside: "\(run.path).old-\(number)"))
    }
    #expect(try folder.read("runs/least.old-1/log.txt") == "old")
    #expect(!folder.exists("runs/least/log.txt"))
  }

  @Test func strangersInTheWay_areLeftAlone() throws {
    try folder.write("precious", to: "runs/least/notes.txt")
    #expect(throws: RunFolderError.notARun(path: run.path)) { try run.open(for: RecipeExample.load()) }
    let file = RunFolder(path: folder.path + "/runs/least/notes.txt")
    #expect(throws: RunFolderError.notARun(path: file.path)) {
      try file.open(for: RecipeExample.load(), restart: true).opening
    }
    #expect(try folder.read("runs/least/notes.txt") == "precious")
  }

  @Test func folderThatCannotBeMade_isAnInputOutputError() throws {
    try folder.write("", to: "file")
    let below = RunFolder(path: folder.path + "/file/run")
    #expect { try below.open(for: RecipeExample.load()) } throws: {
      ($0 as? FileError)?.category == .inputOutput
    }
  }
}
