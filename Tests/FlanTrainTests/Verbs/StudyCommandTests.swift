import Foundation
import JSON
import TestSupport
import Testing

/// Studies of the built command: runs of a moment, killed and gone on with.
@Suite struct StudyCommandTests {
  private static let study = """
    {
      "title": "A longer training", "claim": "More steps are better.", "recipe": "recipe.json", "seeds": 2,
      "settings": {"evaluation.every": 4, "checkpoint.every": 4},
      "arms": [
        {"name": "short", "settings": {"train.steps": 4}},
        {"name": "long", "startsFrom": "short", "settings": {"train.steps": 8}}
      ],
      "measures": [{"score": "exactMatch"}],
      "verdicts": [{"rule": "noHarm", "arm": "long", "over": "short"}],
      "published": [{"label": "PaLM 8B", "values": {"short": 6.4, "long": 21.9}, "source": "Table 3"}],
      "controls": ["The same data."],
      "quick": {"seeds": 1, "settings": {"train.steps": 4}}
    }
    """

  private func world() throws -> SmallWorld {
    let world = try SmallWorld()
    try world.folder.write(Self.study, to: "question.json")
    return world
  }

  /// What a study has written, without what tells of time.
  private func pages(_ world: SmallWorld) throws -> [String: String] {
    var json = try #require(
      JSONSerialization.jsonObject(with: world.folder.data("runs/question/study.json")) as? [String: Any])
    json["times"] = nil
    let html = try world.folder.read("runs/question/study.html")
    let start = try #require(html.range(of: "<section id=\"times\">")?.lowerBound)
    let markdown = try world.folder.read("runs/question/study.md").split(separator: "\n")
    return [
      "json": String(
        decoding: try JSONSerialization.data(withJSONObject: json, options: .sortedKeys), as: UTF8.self),
      "html": String(html[..<start]),
      "md": markdown.filter { !$0.hasPrefix("Time: ") }.joined(separator: "\n"),
      "svg": try world.folder.read("runs/question/study-skill.svg"),
    ]
  }

  /// The files of every run but those that only tell of the study.
  private func runs(_ world: SmallWorld) throws -> [String: Data] {
    try world.folder.files().filter { $0.key.hasPrefix("runs/question/") && $0.key.contains("/seed-") }
  }

  private static let straight: Result<SmallWorld, any Error> = Result {
    let world = try SmallWorld()
    try world.folder.write(study, to: "question.json")
    _ = try world.run("study", "question.json", "--jobs", "2")
    return world
  }

  @Test func study_makesItsRunsAndPages() throws {
    let world = try Self.straight.get()
    for run in ["short/seed-1", "short/seed-2", "long/seed-1", "long/seed-2"] {
      #expect(world.folder.exists("runs/question/\(run)/DONE"), "\(run)")
      #expect(try world.folder.read("runs/question/\(run).log").contains("step 4/"))
    }
    let recipe = try world.folder.read("runs/question/long/seed-2/resolved.json")
    #expect(recipe.contains("\"folder\": \"runs/question/short/seed-2\""))
    let pages = try pages(world)
    for page in ["html", "md"] {
      for part in ["A longer training", "More steps are better.", "The same data.", "21.9", "train.steps=8"] {
        #expect(pages[page]?.contains(part) == true, "\(page) has no \(part)")
      }
    }
    #expect(
      pages["svg"]?.contains("long, seed 2: ") == true && pages["md"]?.contains("study-skill.svg") == true)
    #expect(!world.folder.exists("runs/question/LOCK"))
  }

  @Test func again_runsNothing_andWritesTheSamePages() throws {
    let world = try world()
    let first = try world.run("study", "question.json")
    #expect(first.status == 0, "\(first.errors)")
    let before = try (runs(world), pages(world))
    let again = try world.run("study", "question.json")
    #expect(again.status == 0 && again.output == first.output)
    #expect(again.errors == "4 of 4 runs are done already\n")
    #expect(try runs(world) == before.0 && pages(world) == before.1)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func stopped_goesOn_toTheSamePages(_ signal: Int32) throws {
    let world = try world()
    let command = try world.start("study", "question.json", "--jobs", "2")
    command.wait(for: "long/seed-1: begins")
    command.send(signal)
    let stopped = try command.finish()
    // The runs are so short that they may have ended before they heard of it.
    #expect(stopped.status == 75 || stopped.status == 0, "\(stopped.errors)")
    let result = try world.run("study", "question.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try pages(world) == pages(Self.straight.get()))
  }

  /// Killed without warning, a study leaves its processes at work; the next call waits for them.
  @Test func killed_goesOn_toTheSamePages() throws {
    let world = try world()
    for text in ["short/seed-1: begins", "long/seed-1: begins"] {
      let command = try world.start("study", "question.json", "--jobs", "1")
      command.wait(for: text)
      command.send(SIGKILL)
      #expect(try command.finish().status == -SIGKILL)
    }
    let result = try world.run("study", "question.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try pages(world) == pages(Self.straight.get()))
  }

  @Test func changedArm_isRefused_withWhatDiffers() throws {
    let world = try world()
    _ = try world.run("study", "question.json", "--seeds", "1")
    let before = try runs(world)
    try world.edit(
      "question.json", "\"train.steps\": 8", "\"train.steps\": 8, \"optimizer.learningRate\": 0.02")
    let result = try world.run("study", "question.json", "--seeds", "1")
    #expect(result.status == 64 && result.output.isEmpty)
    for part in [
      "runs/question/long/seed-1", "optimizer.learningRate: 0.01 -> 0.02", "--restart", "--output",
    ] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
    #expect(try runs(world) == before)
    let anew = try world.run("study", "question.json", "--seeds", "1", "--restart")
    #expect(anew.status == 0 && anew.errors.contains("the old study is now in runs/question.old-1"))
  }

  @Test func changedData_areRefused() throws {
    let world = try world()
    _ = try world.run("study", "question.json", "--quick")
    try world.edit("tasks/colors.json", "Say the word.", "Say it.")
    let result = try world.run("study", "question.json", "--quick")
    #expect(
      result.status == 64 && result.errors.contains("data.tasks[0].path ('tasks') has changed"),
      "\(result.errors)")
  }

  /// Arms of two builds whose kernels differ are not laid side by side.
  @Test func otherKernels_areRefused() throws {
    let world = try world()
    _ = try world.run("study", "question.json", "--quick")
    let passport = "runs/question-quick/short/seed-1/run.json"
    let kernels = try #require(
      world.folder.read(passport).split(separator: "\n").first { $0.contains("\"kernels\"") })
    try world.edit(passport, String(kernels), "  \"kernels\" : \"another processor\",")
    let result = try world.run("study", "question.json", "--quick")
    #expect(
      result.status == 64 && result.errors.contains("kernels: another processor -> "), "\(result.errors)")
  }

  @Test func failedRun_isTold_andOthersGoOn() throws {
    let world = try world()
    try world.edit(
      "question.json", "\"train.steps\": 8", "\"train.steps\": 100, \"optimizer.learningRate\": 1000")
    let result = try world.run("study", "question.json", "--seeds", "1")
    #expect(result.status == 2, "\(result.errors)")
    for part in [
      "long/seed-1: diverged", "runs/question/long/seed-1.log", "1 of 2 runs have failed, 1 are done",
    ] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
    #expect(result.output.contains("verdict: incomplete"))
  }

  /// Data that are wrong for one are wrong for all: nothing more is begun.
  @Test func wrongData_stopTheStudy() throws {
    let world = try world()
    try world.folder.write("{", to: "tasks/colors.json")
    let result = try world.run("study", "question.json", "--jobs", "1")
    #expect(result.status == 65 && result.errors.contains("tasks/colors.json"), "\(result.errors)")
    #expect(!world.folder.exists("runs/question/short/seed-2"))
  }

  @Test func heldFolder_isRefused() throws {
    let world = try world()
    let command = try world.start("study", "question.json", "--jobs", "1")
    command.wait(for: "begins")
    let second = try world.run("study", "question.json")
    #expect(second.status == 1 && second.errors.contains("is being written by process"), "\(second.errors)")
    #expect(try command.finish().status == 0)
  }

  @Test func json_isThatOfTheFile() throws {
    let world = try world()
    let result = try world.run("study", "question.json", "--quick", "--json")
    #expect(result.status == 0, "\(result.errors)")
    let text = try world.folder.read("runs/question-quick/study.json")
    #expect(result.output == text && text.contains("\"isQuick\" : true"))
  }

  @Test func dryRun_tellsRunsEvaluationsAndTime_andWritesNothing() throws {
    let world = try world()
    let result = try world.run("study", "question.json", "--dry-run")
    #expect(result.status == 0, "\(result.errors)")
    for part in ["4 runs in runs/question", "of one processor", "for evaluations"] {
      #expect(result.output.contains(part), "\(result.output)")
    }
    // Before the first step, and after every fourth.
    let rows = result.outputLines.map { $0.split(separator: " ").map(String.init) }
    #expect(rows.first { $0.first == "short" }?.prefix(3) == ["short", "2", "4"])
    #expect(rows.first { $0.first == "short" }?[4] == "2")
    let long = try #require(rows.first { $0.first == "long" })
    #expect(long.prefix(4) == ["long", "short", "2", "8"] && long[5] == "3")
    #expect(!world.folder.exists("runs"))
  }

  /// Arms of equal target tokens from one base, measured by a suite and by the loss of held-out tasks.
  @Test func equalTargetTokens_aBase_andSuites() throws {
    let world = try world()
    try world.folder.write(EvaluateModelOnSuitesTests.suite, to: "words.json")
    for name in ["one", "two", "shots"] {
      let lines = ["red", "blue"].map {
        #"{"input": "say \#($0)", "target": "\#($0)", "options": ["red", "blue"]}"#
      }
      try world.folder.write(lines.joined(separator: "\n"), to: "data/words/\(name).jsonl")
    }
    let study = #"""
      {
        "title": "t", "claim": "c", "recipe": "recipe.json", "seeds": 2,
        "settings": {
          "train.steps": null, "train.targetTokens": 100, "evaluation.every": 50,
          "evaluation.suites": [{"suite": "words.json", "data": "data"}]
        },
        "arms": [
          {"name": "base", "base": true}, {"name": "tuned", "startsFrom": "base"},
          {"name": "narrow", "startsFrom": "base", "settings": {"packing.rows": 1}}
        ],
        "measures": [{"name": "words", "suite": "words"}, {"name": "tokens", "score": "tokenProbability", "at": "last"}],
        "verdicts": [{"rule": "noHarm", "arm": "tuned", "over": "narrow"}]
      }
      """#
    try world.folder.write(study, to: "tokens.json")
    let result = try world.run("study", "tokens.json", "--json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(!world.folder.exists("runs/tokens/base/seed-2"))
    let arms = try JSONDocument.parse(result.output.utf8, file: "json").object().required("arms").array()
    for arm in try arms.map({ try $0.object() }) {
      for run in try arm.required("runs").array().map({ try $0.object() }) {
        let tokens = try run.required("targetTokens").integer()
        #expect((100..<200).contains(tokens), "less than a step more than asked for")
      }
      let scores = try arm.required("scores").object().keys
      #expect(scores.sorted() == (try arm.required("name").string() == "base" ? [] : ["tokens", "words"]))
    }
    let again = try world.run("study", "tokens.json")
    #expect(again.status == 0 && again.errors == "5 of 5 runs are done already\n", "\(again.errors)")
    #expect(again.output.contains("base (base, made once)"))
  }

  /// One page of studies that were run, the same from a second run but for its times.
  @Test func page_isOfStudiesThatWereRun() throws {
    let world = try Self.straight.get()
    let result = try world.run("study", "--page", "pages/All.md", "runs/question", "runs/question/")
    #expect(result.status == 0 && result.output == "pages/All.md: 2 studies, 2 plots\n", "\(result.errors)")
    let page = try world.folder.read("pages/All.md")
    for part in ["# Findings", "## A longer training", "](All/question-skill.svg)", "PaLM 8B: short 6.4"] {
      #expect(page.contains(part), "\(page)")
    }
    #expect(try world.folder.read("pages/All/question-skill.svg").contains("long, seed 2: "))
    let second = try self.world()
    _ = try second.run("study", "question.json")
    _ = try second.run("study", "--page", "pages/All.md", "runs/question", "runs/question")
    func lines(_ world: SmallWorld) throws -> [Substring] {
      try world.folder.read("pages/All.md").split(separator: "\n").filter { !$0.hasPrefix("Time: ") }
    }
    #expect(try lines(world) == lines(second))
  }

  @Test func recipeWithinTheStudy_findsItsFilesBesideIt() throws {
    let world = try world()
    let recipe = try world.folder.read("recipe.json")
    let study = """
      {"title": "t", "claim": "c", "recipe": \(recipe), "arms": [{"name": "one"}], "measures": [{"score": "exactMatch"}],
       "verdicts": [{"rule": "vanishes", "arm": "one"}], "settings": {"train.steps": 2}}
      """
    // The data lies beside the study, not in the working directory.
    try world.folder.write(study, to: "own.json")
    let elsewhere = try TemporaryFolder()
    let result = try Command.run(
      ["study", "\(world.path)/own.json", "--seeds", "1"], in: elsewhere.path)
    #expect(result.status == 0, "\(result.errors)")
    let resumed = try Command.run(["resume", "runs/own/one/seed-1"], in: elsewhere.path)
    #expect(resumed.status == 0, "\(resumed.errors)")
  }

  @Test(arguments: [
    (["study", "questio.json"], "there is no such study"),
    (["study", "question.json", "--seeds", "0"], "--seeds must be"),
    (["study", "question.json", "--jobs", "0"], "--jobs must be"),
    (["study", "question.json", "--dry-run", "--json"], "--dry-run"),
    (["study", "recipe.json"], "title"),
    (["study", "question.json", "other.json"], "name one study"),
    (["study", "--page", "All.md"], "--page needs the folders"),
    (["study", "--page", "All.md", "runs/none"], "holds no results of a study"),
    (["study", "--page", "All.md", "runs/none", "--quick"], "--quick means nothing"),
    (["study", "question.json", "--board", "b.jsonl"], "name that with --page"),
    (["question.json"], "Run it by 'flan-train study question.json'"),
  ])
  func wrongCalls_areRefused(_ arguments: [String], _ words: String) throws {
    let world = try world()
    let result = try Command.run(arguments, in: world.path)
    #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
  }

  @Test(.enabled(if: Command.findsShippedRecipes)) func shippedStudies_areListedAndPlanned() throws {
    let folder = try TemporaryFolder()
    let list = try Command.run(["study"], in: folder.path)
    let names = list.outputLines.map { String($0.prefix { $0 != ":" }) }
    #expect(list.status == 0 && names.contains("mixed-prompts"))
    let study = try Command.run(["study", "mixed-prompts", "--quick", "--dry-run"], in: folder.path)
    #expect(
      study.status == 0 && study.output.contains("6 runs in runs/mixed-prompts-quick"), "\(study.errors)")
  }
}
