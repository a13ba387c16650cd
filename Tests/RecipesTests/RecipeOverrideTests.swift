import Diagnostics
import RunTestSupport
import Testing

@Suite struct RecipeOverrideTests {
  /// An override, and what the recipe then says at a key.
  static let rightOnes: [(text: String, key: String, value: String)] = [
    ("train.steps=20", "train.steps", "20"),
    ("train.steps=2e3", "train.steps", "2000"),
    ("train.threads=null", "train.threads", "null"),
    ("optimizer.learningRate=1e-3", "optimizer.learningRate", "0.001"),
    ("optimizer.clippingThreshold=null", "optimizer.clippingThreshold", "null"),
    ("optimizer.schedule=linear", "optimizer.schedule", #""linear""#),
    (#"optimizer.schedule="linear""#, "optimizer.schedule", #""linear""#),
    ("model.version=1.0", "model.version", #""1.0""#),
    ("name=123", "name", #""123""#),
    ("name=true", "name", #""true""#),
    ("about=two words=fine", "about", #""two words=fine""#),
    (#"about=["a", "b"]"#, "about", #"["a", "b"]"#),
    ("loss.normalization=sum", "loss.normalization", #""sum""#),
    ("loss.normalization=2048", "loss.normalization", "2048"),
    ("memory.limit=12GiB", "memory.limit", "12884901888"),
    ("memory.limit=\"1.5 MB\"", "memory.limit", "1500000"),
    ("memory.limit=1000", "memory.limit", "1000"),
    ("memory.limit=null", "memory.limit", "null"),
    ("train.accumulation=4", "train.accumulation", "4"),
    ("data.tasks[0].cap=10", "data.tasks[0].cap", "10"),
    ("data.tasks[0].path=x/y.json", "data.tasks[0].path", #""x/y.json""#),
    ("data.tasks.0.path=x/y.json", "data.tasks[0].path", #""x/y.json""#),
    ("data.tasks.00.cap=3", "data.tasks[0].cap", "3"),
    (#"data.tasks.0={"path": "z"}"#, "data.tasks[0].path", #""z""#),
    (
      "evaluation.formats.1=few-shot", "evaluation.formats",
      #"["zero-shot", "few-shot", "zero-shot-cot", "few-shot-cot"]"#
    ),
    (#"data.tasks=[{"path": "z"}]"#, "data.tasks[0].path", #""z""#),
    (#"data.tasks[0]={"path": "z", "cap": 4}"#, "data.tasks[0].cap", "4"),
    (#"data.heldOutClusters=["a"]"#, "data.heldOutClusters", #"["a"]"#),
    ("data.formats.few-shot-cot=0.5", "data.formats.few-shot-cot", "0.5"),
    (#"packing={"rows": 3}"#, "packing.rows", "3"),
    ("evaluation.formats=[\"few-shot\"]", "evaluation.formats", #"["few-shot"]"#),
  ]

  @Test(arguments: rightOnes)
  func override_setsItsSetting(_ right: (text: String, key: String, value: String)) throws {
    let recipe = try RecipeExample.load(RecipeExample.least, [right.text]).recipe
    #expect(recipe.settingRows.first { $0.key == right.key }?.value == right.value)
  }

  /// An override that is refused, part of the problem, part of the next step.
  static let wrongOnes: [(text: String, problem: String, nextStep: String)] = [
    ("train.step=20", "there is no setting 'train.step'", "'train.steps'"),
    ("steps=20", "there is no setting 'steps'", "'train.steps'"),
    ("optimiser.learningRate=1", "there is no setting 'optimiser'", "'optimizer.learningRate'"),
    ("learningrate=1", "there is no setting 'learningrate'", "'optimizer.learningRate'"),
    ("train.steps=many", "is a string but must be a whole number", ""),
    ("train.steps=", "is a string but must be a whole number", ""),
    ("train.steps=-3", "is -3 but must be at least 1", ""),
    ("train.steps.x=1", "has nothing inside it", "'train.steps'"),
    ("train[0]=1", "has nothing inside it", ""),
    ("data.tasks.cap=1", "is a list", "data.tasks[0].cap"),
    ("data.tasks[1].cap=1", "there is no entry 1: the list has 1 entry", ""),
    ("data.tasks[99999999999999999999].cap=1", "there is no entry", "The last is 0"),
    ("data.tasks.99999999999999999999.cap=1", "there is no entry", "The last is 0"),
    ("data.tasks[-1].cap=1", "there is no entry -1: the list has 1 entry, counted from 0", "The last is 0"),
    ("data.tasks.-1.cap=1", "there is no entry -1: the list has 1 entry", "The last is 0"),
    ("data.tasks.1=x", "there is no entry 1: the list has 1 entry", ""),
    ("data.heldOutClusters.0=x", "there is no entry 0: the list is empty", "To add one"),
    ("data.tasks.x.cap=1", "is a list", "data.tasks[0].x"),
    ("data.tasks[a].cap=1", "not of the form", ""),
    ("data.tasks[0.cap=1", "not of the form", ""),
    ("train.steps", "not of the form", ""),
    ("=5", "not of the form", ""),
    ("train..steps=5", "not of the form", ""),
    ("--verbose", "not of the form", ""),
    ("data.tasks=[1", "is a string but must be an array", ""),
    ("model.preset=smal", "is 'smal' but must be one of", "'small'"),
    ("data.mixture.proportions.x=1", "no task source has the sub-mixture 'x'", ""),
  ]

  @Test(arguments: wrongOnes)
  func wrongOverride_isRefused(_ wrong: (text: String, problem: String, nextStep: String)) throws {
    let error = try #require(RecipeExample.errors(RecipeExample.least, [wrong.text]).first)
    #expect(error.category == .usage)
    #expect(error.location?.file == "command line" && error.location?.line == nil)
    #expect(error.problem.contains(wrong.problem), "\(error)")
    #expect(wrong.nextStep.isEmpty || error.nextStep?.contains(wrong.nextStep) == true, "\(error)")
  }

  @Test func laterOverride_wins() throws {
    #expect(try RecipeExample.load(RecipeExample.least, ["seed=1", "seed=2"]).recipe.seed == 2)
  }

  @Test func nullTakesAProportionAway() throws {
    let text = """
      {"model": {"folder": "m"}, "data": {"tasks": [{"path": "t", "subMixture": "a"}],
       "mixture": {"proportions": {"a": 1, "b": 2}}}}
      """
    let recipe = try RecipeExample.load(text, ["data.mixture.proportions.b=null"]).recipe
    #expect(recipe.data.mixture.proportions == ["a": 1])
  }
}
