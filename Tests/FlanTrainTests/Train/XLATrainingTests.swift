import Foundation
import Testing

/// Runs that a plug-in of XLA's computes, beside the same runs by the program's own kernels.
@Suite(.needsPlugIn) struct XLATrainingTests {
  /// Every example has the same length and every step one row, so that few programs are compiled. Nothing is dropped.
  private static func world() throws -> SmallWorld {
    let world = try SmallWorld()
    let entries = (10..<34).map { index in
      let word = ["red", "blu", "tan"][index % 3]
      return "{\"input\": \"\(word) \(index)\", \"output\": [\"\(word)\"]}"
    }
    try world.folder.write(
      """
      {"Definition": ["Say the word."], "Cluster": "colors", "Positive Examples": [],
       "Instances": [\(entries.joined(separator: ", "))]}
      """, to: "tasks/colors.json")
    try FileManager.default.removeItem(atPath: "\(world.path)/tasks/sizes.json")
    try world.edit("recipe.json", "\"heldOutClusters\": [\"sizes\"],", "")
    let asked = #"["{definition} {input}", "{input}"]"#
    let shown = #"[{"delimiter": " ", "separator": "; "}]"#
    try world.folder.write(
      """
      {"zero-shot": \(asked), "zero-shot-cot": \(asked), "few-shot": \(shown), "few-shot-cot": \(shown),
       "closers": ["So {output}"]}
      """, to: "template.json")
    try world.edit("recipe.json", "\(Command.packageRoot)/Data/Templates", "template.json")
    try world.edit("recipe.json", "\"rows\": 3", "\"rows\": 1")
    try world.edit("recipe.json", "\"decoderLayers\": 1", "\"decoderLayers\": 1, \"dropout\": 0")
    return world
  }

  /// A finished run on XLA and one on the processor, which no test changes.
  private static let trained: Result<(world: SmallWorld, xla: Command.Result), any Error> = Result {
    let world = try XLATrainingTests.world()
    let own = try Command.run(["recipe.json", "name=own"], in: world.path)
    try #require(own.status == 0, "\(own.errors)")
    let xla = try Command.run(["recipe.json"] + XLAPlugIn.settings, in: world.path)
    try #require(xla.status == 0, "\(xla.errors)")
    return (world, xla)
  }

  private static func losses(_ world: SmallWorld, _ run: String) throws -> [Double] {
    try world.folder.read("runs/\(run)/metrics.jsonl").split(separator: "\n").compactMap { line in
      try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["loss"] as? Double
    }
  }

  private static func passport(_ world: SmallWorld, _ run: String) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: world.folder.data("runs/\(run)/run.json")) as? [String: Any])
  }

  @Test func losses_areThoseOfTheProcessor() throws {
    let (world, xla) = try Self.trained.get()
    let (own, other) = (try Self.losses(world, "own"), try Self.losses(world, "small"))
    #expect(own.count == 6 && other.count == 6, "\(own) \(other)")
    for (own, other) in zip(own, other) { #expect(abs(own - other) < 1e-4 * own, "\(own) \(other)") }
    #expect(own[5] < own[0])
    #expect(xla.errors.contains("XLA on cpu, by the plug-in 'cpu' (PJRT 0."), "\(xla.errors)")
    #expect(xla.errors.contains("cpu by XLA for cpu, PJRT 0."), "\(xla.errors)")
  }

  /// Rounded activations leave losses where they were, to some digits, and are another run's.
  @Test func bfloat16_hasLossesNearby_andIsInThePassport() throws {
    let (straight, _) = try Self.trained.get()
    let world = try Self.world()
    let call = ["recipe.json", "runtime.arithmetic=bfloat16", "evaluation.every=null"] + XLAPlugIn.settings
    let result = try Command.run(call, in: world.path)
    #expect(result.status == 0, "\(result.errors)")
    let (rounded, exact) = (try Self.losses(world, "small"), try Self.losses(straight, "small"))
    #expect(rounded.count == 6 && rounded != exact)
    for (one, other) in zip(rounded, exact) { #expect(abs(one - other) < 0.01 * other, "\(one) \(other)") }
    let device = try #require(try Self.passport(world, "small")["device"] as? [String: Any])
    #expect(device["arithmetic"] as? String == "bfloat16")
    let changed = try world.run("resume", "runs/small", "train.steps=7", "runtime.arithmetic=float32")
    #expect(changed.status == 64 && changed.errors.contains("runtime.arithmetic"), "\(changed.errors)")
  }

  @Test func passport_namesPlugInAndDevice() throws {
    let (world, _) = try Self.trained.get()
    let device = try #require(try Self.passport(world, "small")["device"] as? [String: Any])
    #expect((device["plugInSHA256"] as? String)?.count == 64)
    #expect((device["interface"] as? String)?.hasPrefix("PJRT 0.") == true)
    #expect(device["kind"] as? String == "cpu" && device["count"] as? Int == 1)
    #expect(device["platform"] as? String == "cpu" && device["arithmetic"] as? String == "float32")
    #expect(try Self.passport(world, "own")["device"] == nil)
    let compared = try world.run("compare", "runs/own", "runs/small")
    #expect(compared.status == 0 && compared.output.contains("plug-in's SHA-256"), "\(compared.output)")
  }

  /// The tokens are the same whoever computes, and whoever trained.
  @Test func answersAndScores_areThoseOfTheProcessor() throws {
    let (world, _) = try Self.trained.get()
    let plugIn = ["--runtime", "xla", "--plugin", try #require(XLAPlugIn.path)]
    let prompts = "Say the word. red 11\nSay the word. blu 40\n"
    for model in ["runs/own", "runs/small"] {
      let call = ["generate", model, "--max-tokens", "6", "--json"]
      let own = try Command.run(call, in: world.path, input: prompts)
      let xla = try Command.run(call + plugIn, in: world.path, input: prompts)
      #expect(own.status == 0 && xla.status == 0, "\(own.errors)\(xla.errors)")
      let ids = try [own, xla].map { try $0.objects().map { try #require($0["output_ids"] as? [Int]) } }
      #expect(ids[0] == ids[1] && ids[0].count == 2)
    }
    let pair = "{\"inputs\": \"Say the word. red 11\", \"targets\": \"red\"}\n"
    let scores = try [[], plugIn].map { options in
      let result = try Command.run(
        ["score", "runs/small", "--input", "-"] + options, in: world.path, input: pair)
      try #require(result.status == 0, "\(result.errors)")
      return try #require(result.objects().first?["logProbability"] as? Double)
    }
    #expect(abs(scores[0] - scores[1]) < 1e-3, "\(scores)")
  }

  /// `eval` computes as the run did, unless it is told otherwise.
  @Test func evaluation_computesAsTheRunDid() throws {
    let (world, xla) = try Self.trained.get()
    let table = xla.output.components(separatedBy: "\nbest model:")[0]
    let again = try world.run("eval", "runs/small")
    #expect(again.status == 0 && again.errors.contains("XLA on cpu"), "\(again.errors)")
    #expect(again.output.trimmingCharacters(in: .newlines) == table.trimmingCharacters(in: .newlines))
    let own = try world.run("eval", "runs/small", "--runtime", "cpu")
    #expect(own.status == 0 && own.errors.isEmpty, "\(own.errors)")
  }

  /// A run that was stopped ends in the weights of one that was not, wherever the plug-in is named from.
  @Test func resume_endsInTheSameBytes() throws {
    let (straight, _) = try Self.trained.get()
    let world = try Self.world()
    let path = try #require(XLAPlugIn.path)
    try FileManager.default.createSymbolicLink(
      atPath: "\(world.path)/pjrt_c_api_cpu_plugin.so", withDestinationPath: path)
    // Evaluations change no weight.
    let start = try Command(["recipe.json", "evaluation.every=null"] + XLAPlugIn.settings, in: world.path)
    start.wait(for: "step 2/6")
    start.send(SIGTERM)
    #expect(try start.finish().status == 75)
    let refused = try world.run("resume", "runs/small", "runtime.kind=cpu", "runtime.plugin=null")
    #expect(refused.status == 64 && refused.errors.contains("runtime.kind"), "\(refused.errors)")
    let resumed = try world.run("resume", "runs/small", "runtime.plugin=./pjrt_c_api_cpu_plugin.so")
    #expect(resumed.status == 0 && !resumed.errors.contains("has changed"), "\(resumed.errors)")
    let file = "checkpoints/step-00000006/model.safetensors"
    #expect(try world.folder.data("runs/small/\(file)") == straight.folder.data("runs/small/\(file)"))
  }

  /// The step is compiled once: a resumed run takes the program of its folder, and where that is damaged, it says so,
  /// compiles anew, and its history has it wherever the code is not the same.
  @Test func compiledStep_isKeptInTheRun() throws {
    let world = try Self.world()
    let steps = ["train.steps=2", "checkpoint.every=1", "evaluation.every=null"] + XLAPlugIn.settings
    let first = try Command.run(["recipe.json"] + steps, in: world.path)
    #expect(first.status == 0, "\(first.errors)")
    let programs = "\(world.path)/runs/small/programs"
    let files = try FileManager.default.contentsOfDirectory(atPath: programs).filter {
      $0.hasSuffix(".program")
    }
    #expect(files.count == 1)
    func step() throws -> String? {
      (try Self.passport(world, "small")["device"] as? [String: Any])?["stepSHA256"] as? String
    }
    let hash = try #require(try step())
    #expect(hash.count == 64)
    func resume(to step: Int, caches: String) throws -> Command.Result {
      try Command.run(
        ["resume", "runs/small", "train.steps=\(step)", "--allow-change", "train"], in: world.path,
        script: "XDG_CACHE_HOME=\(world.path)/\(caches) exec \"$0\" \"$@\"")
    }
    let resumed = try resume(to: 3, caches: "none")
    #expect(resumed.status == 0 && !resumed.errors.contains("ompiled"), "\(resumed.errors)")
    #expect(try step() == hash)
    let file = "\(programs)/\(try #require(files.first))"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    try bytes.dropLast(10).write(to: URL(fileURLWithPath: file))
    let damaged = try resume(to: 4, caches: "others")
    #expect(damaged.status == 0, "\(damaged.errors)")
    #expect(
      damaged.errors.contains("A compiled program is not used, and compiled anew: runs/small/programs/"),
      "\(damaged.errors)")
    let changed = try #require(try step())
    #expect(damaged.errors.contains("code of the step has changed") == (changed != hash), "\(damaged.errors)")
    #expect(try world.folder.read("runs/small/log.txt").contains("compiled anew"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count > bytes.count / 2)
    let again = try resume(to: 5, caches: "none")
    #expect(again.status == 0 && !again.errors.contains("ompiled"), "\(again.errors)")
  }

  @Test func runThatGoesOnWithAnotherRuntime_isTold() throws {
    let world = try Self.world()
    let steps = ["train.steps=2", "checkpoint.every=2", "evaluation.every=null"]
    #expect(try Command.run(["recipe.json"] + steps, in: world.path).status == 0)
    let call = [
      "resume", "runs/small", "train.steps=3", "--allow-change", "runtime", "--allow-change", "train",
    ]
    let resumed = try Command.run(call + XLAPlugIn.settings, in: world.path)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(
      resumed.errors.contains(
        "what computes has changed since the run was started (the processor -> cpu by XLA for cpu"),
      "\(resumed.errors)")
    #expect(try Self.losses(world, "small").count == 3)
  }

  /// Two devices share a step's rows, and the weights; the checkpoint goes on with one, which is told.
  @Test func severalDevices_shareAStep_andOneGoesOn() throws {
    let (straight, _) = try Self.trained.get()
    let world = try Self.world()
    let two = [
      "packing.rows=2", "evaluation.every=null", "checkpoint.every=2",
      "train.steps=2",
    ]
    #expect(
      try Command.run(["recipe.json", "name=one"] + two + XLAPlugIn.settings, in: world.path).status == 0)
    let devices = ["runtime.devices=2", "runtime.weights=split"]
    let run = try Command.run(["recipe.json"] + two + devices + XLAPlugIn.settings, in: world.path)
    #expect(run.status == 0 && run.errors.contains("XLA on 2 x cpu"), "\(run.errors)")
    let (one, both) = (try Self.losses(world, "one"), try Self.losses(world, "small"))
    #expect(one.count == 2 && both.count == 2)
    for (one, other) in zip(one, both) { #expect(abs(one - other) < 1e-5 * one, "\(one) \(other)") }
    let device = try #require(try Self.passport(world, "small")["device"] as? [String: Any])
    #expect(device["count"] as? Int == 2)
    let resumed = try world.run(
      "resume", "runs/small", "runtime.devices=1", "runtime.weights=replicated", "train.steps=3",
      "--allow-change", "train")
    #expect(resumed.status == 0 && resumed.errors.contains("devices has changed"), "\(resumed.errors)")
    let weights = try Data(
      contentsOf: URL(filePath: "\(world.path)/runs/small/checkpoints/step-00000003/model.safetensors"))
    let file = "runs/small/checkpoints/step-00000006/model.safetensors"
    #expect(try weights.count == straight.folder.data(file).count, "tensors are written whole")
  }

  @Test func verifyResume_isEqual() throws {
    let world = try Self.world()
    let result = try Command.run(
      ["verify-resume", "recipe.json", "--steps", "2", "evaluation.every=null"]
        + XLAPlugIn.settings,
      in: world.path)
    #expect(
      result.status == 0 && result.output.hasPrefix("equal: 2 steps"), "\(result.output)\(result.errors)")
  }

  @Test func plan_tellsTheDevice_andValidateTheRun() throws {
    let world = try Self.world()
    let plan = try Command.run(["plan", "recipe.json"] + XLAPlugIn.settings, in: world.path)
    #expect(plan.status == 0 && plan.output.contains("device     cpu by XLA for cpu"), "\(plan.output)")
    let valid = try Command.run(["validate", "recipe.json"] + XLAPlugIn.settings, in: world.path)
    #expect(
      valid.status == 0 && valid.output.contains("cpu by XLA for cpu"), "\(valid.output)\(valid.errors)")
  }
}
