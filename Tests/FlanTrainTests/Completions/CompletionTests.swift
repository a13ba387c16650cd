import Foundation
import Testing
import TestSupport

/// What words of a command line can be completed to.
@Suite struct CompletionTests {
  /// A folder with runs and recipes, some with names that shells read in their own ways.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for run in ["my run", "a:b", "plain"] { try folder.write("{}", to: "runs/\(run)/resolved.json") }
    for model in ["runs/plain/best", "runs/plain/checkpoints/step-00000002", "models/t5"] {
      try folder.write("{}", to: "\(model)/config.json")
    }
    try folder.write("{}", to: "runs/plain/eval/step-00000002/summary.json")
    for file in [
      "one.json", "two words.json", "a:b.json", "it's $5.json", "one.json.source.json", ".hidden.json",
    ] {
      try folder.write("{}", to: file)
    }
    try folder.write("{}", to: "more/deep/three.json")
    try folder.write("", to: "vocabulary.model")
    return folder
  }

  /// The candidates of an argument for what has been typed so far.
  private static func candidates(
    _ argument: String, _ typed: String, in folder: TemporaryFolder, shell: String? = nil
  ) throws -> [String] {
    let parts = argument.split(separator: " ").map(String.init)
    let words = ["flan-train"] + parts.prefix(1) + [typed]
    let call =
      ["---completion"] + parts.prefix(1) + ["--", parts[1], "\(words.count - 1)", "\(typed.count)"] + words
    let script = (shell.map { "SAP_SHELL=\($0) " } ?? "") + "\"$0\" \"$@\""
    let result = try Command.run(call, in: folder.path, script: script)
    #expect(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init).filter { $0 != " " }
  }

  /// An argument, what has been typed, and the candidates: all of them, or with `...` some.
  static let cases: [(argument: String, typed: String, candidates: [String])] = [
    ("resume positional@0", "", ["models/", "more/", "runs/a:b", "runs/my run", "runs/plain"]),
    ("resume positional@0", "runs/m", ["runs/my run"]),
    ("resume positional@0", "runs/my\\ r", ["runs/my run"]),
    ("compare positional@0", "'runs/my ", ["runs/my run"]),
    ("report positional@0", "\"runs/a:", ["runs/a:b"]),
    ("train positional@0", "o", ["one.json"]), ("train positional@0", "two w", ["two words.json"]),
    ("train positional@0", "a:", ["a:b.json"]), ("train positional@0", "mo", ["models/", "more/"]),
    ("plan positional@0", "mor", ["more/deep/three.json"]), ("validate positional@0", ".h", [".hidden.json"]),
    ("inspect positional@0", "runs/p", ["runs/plain"]), ("inspect positional@0", "on", ["one.json"]),
    ("eval positional@0", "runs/plain/", ["runs/plain/best", "runs/plain/checkpoints/"]),
    ("eval positional@0", "runs/plain/c", ["runs/plain/checkpoints/step-00000002"]),
    ("generate positional@0", "mod", ["models/t5"]),
    ("export positional@0", "runs/plain/b", ["runs/plain/best"]),
    ("tokenize positional@0", "voc", ["vocabulary.model"]), ("tokenize positional@0", "by", ["bytes"]),
    ("templates --vocabulary", "models/", ["models/t5"]), ("eval --recipe", "on", ["one.json"]),
    (
      "train positional@1", "packing.method=",
      ["best-fit", "next-fit", "exact-fit"].map { "packing.method=\($0)" }
    ),
    ("train positional@1", "optimizer.schedule=i", ["optimizer.schedule=inverse-square-root"]),
    ("train positional@1", "train.s", ["train.steps="]),
    ("train positional@1", "runtime.kind=", ["runtime.kind=cpu", "runtime.kind=xla"]),
    ("train positional@1", "evaluation.at", ["evaluation.atStart="]),
    ("resume positional@1", "evaluation.atStart=", ["evaluation.atStart=true", "evaluation.atStart=false"]),
    (
      "train positional@1", "data.tasks[0].metric=ro",
      ["data.tasks[0].metric=rouge1", "data.tasks[0].metric=rouge2", "data.tasks[0].metric=rougeL"]
    ),
    (
      "train positional@1", "evaluation.bestMetric=heldOutClusters/lo",
      ["evaluation.bestMetric=heldOutClusters/loss"]
    ),
    (
      "resume --allow-change", "train",
      [
        "train", "train.accumulation", "train.epochs", "train.freeze", "train.only", "train.steps",
        "train.targetTokens", "train.threads",
      ]
    ),
    ("train positional@1", "nothing.like", []), ("train positional@0", "no/such/folder/", []),
  ]

  @Test(arguments: cases)
  func words_areCompleted(_ test: (argument: String, typed: String, candidates: [String])) throws {
    let found = try Self.candidates(test.argument, test.typed, in: Self.folder())
    // Of bestMetric there are those of single formats besides.
    let wanted = test.typed.contains("bestMetric") ? Array(found.prefix(1)) : found
    #expect(wanted == test.candidates)
  }

  @Test(.enabled(if: Command.findsShippedRecipes))
  func whatComesWithTheProgram_isOffered() throws {
    let folder = try Self.folder()
    let recipes = try Self.candidates("train positional@0", "", in: folder)
    for name in [
      "flan-small.json", "flan-smoke.json", "paper/flan-t5-xl.json", "one.json", "it's $5.json", "runs/",
    ] {
      #expect(recipes.contains(name), "\(recipes)")
    }
    #expect(!recipes.contains(".hidden.json") && !recipes.contains("one.json.source.json"))
    #expect(
      try Self.candidates("plan positional@0", "recipes/flan-sm", in: folder)
        == ["recipes/flan-small-decoder.json", "recipes/flan-small.json", "recipes/flan-smoke.json"])
    #expect(
      try Self.candidates("eval --suite", "mmlu", in: folder) == ["mmlu-cot", "mmlu-direct"])
    #expect(try Self.candidates("eval --suite", "al", in: folder) == ["all"])
  }

  /// Bash expands what it is given, zsh takes what stands behind a colon for a description.
  @Test func everyShell_getsWhatItReads() throws {
    let folder = try Self.folder()
    try folder.write("{}", to: "new\nline.json")
    func names(_ typed: String, _ shell: String) throws -> [String] {
      try Self.candidates("train positional@0", typed, in: folder, shell: shell)
    }
    #expect(try names("it", "bash") == [#"it\'s\ \$5.json"#])
    #expect(try names("it", "zsh") == ["it's $5.json"] && names("it", "fish") == ["it's $5.json"])
    #expect(try names("a:", "bash") == ["a:b.json"] && names("a:", "zsh") == [#"a\:b.json"#])
    #expect(try names("new", "bash").isEmpty)
  }

  /// The words of a line as bash parts them, and what bash would put in place of the last.
  @Test(arguments: [
    ("flan-train resume runs/m", ["flan-train", "resume", "runs/m"], ["runs/my run"]),
    ("flan-train resume runs/a:", ["flan-train", "resume", "runs/a", ":"], ["b"]),
    ("flan-train resume runs/a:b", ["flan-train", "resume", "runs/a", ":", "b"], ["b"]),
    ("flan-train on", ["flan-train", "on"], ["one.json"]),
    ("flan-train it", ["flan-train", "it"], ["it's $5.json"]),
    (
      "flan-train a:b.json packing.method=n", ["flan-train", "a", ":", "b.json", "packing.method", "=", "n"],
      []
    ),
    (
      "flan-train train a:b.json packing.method=n",
      ["flan-train", "train", "a", ":", "b.json", "packing.method", "=", "n"], ["next-fit"]
    ),
    (
      "flan-train export x y --precision ", ["flan-train", "export", "x", "y", "--precision", ""],
      ["float32", "bfloat16"]
    ),
    ("flan-train inspect x --color al", ["flan-train", "inspect", "x", "--color", "al"], ["always"]),
    ("flan-train verify", ["flan-train", "verify"], ["verify", "verify-resume"]),
  ])
  func bash_completes(_ line: String, _ words: [String], _ expected: [String]) throws {
    let folder = try Self.folder()
    let script = """
      mkdir bin && ln -s "$0" bin/flan-train && PATH="$PWD/bin:$PATH"
      source <(flan-train --generate-completion-script bash)
      COMP_LINE="$1"; COMP_POINT=${#COMP_LINE}; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
      __flan-train_joined flan-train "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let call = ["-c", script, Command.executable, line] + words
    let result = try Command(call, in: folder.path, executable: "/bin/bash").finish()
    #expect(result.outputLines == expected, "\(result.errors)")
  }

  /// A bare recipe means 'train', so that it is offered where a verb may stand.
  @Test(arguments: ["bash", "zsh", "fish"])
  func everyScript_offersRecipesBesideVerbs(_ shell: String) throws {
    let folder = try Self.folder()
    let result = try Command.run(["--generate-completion-script", shell], in: folder.path)
    #expect(result.status == 0, "\(result.errors)")
    let calls = result.output.components(separatedBy: "---completion train -- positional@0").count - 1
    #expect(calls == 2, "the command's own, and that beside the verbs")
    let program = "/usr/bin/\(shell)"
    guard FileManager.default.isExecutableFile(atPath: program) else { return }
    try folder.write(result.output, to: "script")
    let check = try Command(["-n", "script"], in: folder.path, executable: program).finish()
    #expect(check.status == 0, "\(check.errors)")
  }
}
