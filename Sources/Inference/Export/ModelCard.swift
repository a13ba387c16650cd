import Checkpoints
import Diagnostics
import Foundation
import Models
import Recipes
import Runs
import Text

/// The `README.md` of an exported model: what it is, where it comes from, what it scores, how to load it.
///
/// It names no folder of the machine that it was made on: inputs have the relative paths that the recipe
/// gives them, or their last names. Names from data are escaped: what is in them has no meaning for Markdown,
/// HTML or YAML.
package struct ModelCard {
  /// The file's name in a model folder, which hubs show.
  package static let fileName = "README.md"

  package let model: ModelDescription
  package let weights: Int
  /// The adapter that the folder holds; `nil` for a whole model.
  let adapter: LowRankAdapter?
  package let run: ExportedRun?
  package let options: ModelExporter.Options
  private let precision: ModelExporter.Precision
  /// Whether prompts have turns of a conversation around them.
  private let hasTurns: Bool
  /// What the source folder is called.
  package let sourceName: String
  /// Where the first weights lie: the folder itself where it belongs to no run; `nil` for drawn ones.
  package let baseFolder: String?

  package init(_ opened: OpenedModel, run: ExportedRun?, _ options: ModelExporter.Options) throws {
    model = opened.configuration.summary
    weights = opened.model.parameterCount
    adapter = opened.adapter?.adapter
    self.run = run
    self.options = options
    precision = options.precision(for: opened)
    hasTurns = try ModelExporter.hasTurns(opened)
    sourceName = PublicPath.of(URL(fileURLWithPath: opened.folder).path)
    baseFolder = run == nil ? opened.folder : run?.baseFolder
  }

  /// The whole text.
  package var text: String {
    var sections = [frontMatter, "# \(Markdown.text(title))", introduction, dimensions, usage]
    if let run {
      sections += [training(run), data(run)]
      if let evaluation = run.evaluation { sections.append(scores(evaluation, step: run.step)) }
      sections.append(passport(run))
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// What the model is called.
  package var title: String { run?.passport.name ?? sourceName }

  private var introduction: String {
    let kind =
      adapterWords
      + "\(adapter == nil ? "A" : "a") \(model.title) (\(model.kind), \(Self.grouped(weights)) weights, \(precision.rawValue))"
    guard let run else { return "\(kind), written by flan-train \(options.programVersion)." }
    let best = run.isBest ? ", the best of its run by `\(run.recipe.evaluation.bestMetric.rawValue)`" : ""
    let origin =
      run.step == 0
      ? "of a run of the Flan recipe"
      : Self.readsTextsAlone(run.recipe)
        ? "pre-trained on texts" : "finetuned on instructions by the Flan recipe"
    return """
      \(kind), \(origin) with flan-train \(run.passport.programVersion). \
      These are the weights after step \(Self.grouped(run.step)) of \(Self.grouped(run.recipe.train.steps))\(best).

      Base model: \(baseModel(run)).
      """ + untrained(run)
  }

  /// Whether all that a run trains on are documents, and none of them tasks.
  static func readsTextsAlone(_ recipe: Recipe) -> Bool {
    recipe.data.tasks.allSatisfy { $0.description.kind == .text }
  }

  /// That these weights are those of the base model, where they are.
  private func untrained(_ run: ExportedRun) -> String {
    if run.step > 0 { return "" }
    let reason =
      run.isBest && run.recipe.evaluation.atStart
      ? ": no evaluation of this run after training was better than the one before it" : ""
    return "\n\n**These weights are the base model's: they have had no training in this run**\(reason)."
  }

  private func baseModel(_ run: ExportedRun) -> String {
    if let name = options.baseModel { return Markdown.text(name) }
    if let folder = run.recipe.model.folder { return Markdown.code(PublicPath.of(folder)) }
    return "none; the first weights were drawn with seed \(run.recipe.seed)"
  }

  /// What stands in front of the model's kind where the folder holds an adapter.
  private var adapterWords: String {
    guard let adapter else { return "" }
    return "A low-rank adapter (LoRA, rank \(adapter.rank), alpha \(Self.share(adapter.alpha)), beside "
      + "\(adapter.targets.count) linear layers) of "
  }

  private var dimensions: String {
    var table = MarkdownTable(["dimension", "value"])
    for (name, value) in model.dimensions { table.add([name, Self.grouped(value)]) }
    for (name, value) in model.choices { table.add([name, value]) }
    return table.text
  }

  private var usage: String {
    """
    ## Use

    With `transformers`, version 4 or 5:

    ```python
    \(loadingLines)
    \(promptLines)
    print(tokenizer.decode(model.generate(ids, max_new_tokens=64)[0], skip_special_tokens=True))
    ```

    With flan-train:

    ```sh
    flan-train generate path/to/this/folder 'Say that it is not so: The door is open.'
    ```

    \(model.note)
    """
  }

  /// How `transformers` makes ids of a prompt.
  private var promptLines: String {
    let prompt = "Say that it is not so: The door is open."
    guard hasTurns else { return "ids = tokenizer(\"\(prompt)\", return_tensors=\"pt\").input_ids" }
    return """
      turns = [{"role": "user", "content": "\(prompt)"}]
      ids = tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_tensors="pt", return_dict=True).input_ids
      """
  }

  /// How `transformers`, and `peft` for an adapter, load the folder.
  private var loadingLines: String {
    let tokenizer = "tokenizer = AutoTokenizer.from_pretrained(\"path/to/this/folder\")"
    guard adapter != nil else {
      return """
        from transformers import AutoTokenizer, \(model.loadingClass)

        \(tokenizer)
        model = \(model.loadingClass).from_pretrained("path/to/this/folder")
        """
    }
    return """
      from peft import PeftModel
      from transformers import AutoTokenizer, \(model.loadingClass)

      \(tokenizer)
      base = \(model.loadingClass).from_pretrained("path/to/the/base/model")
      model = PeftModel.from_pretrained(base, "path/to/this/folder")
      """
  }

  /// `1234567` as `1,234,567`.
  package static func grouped(_ value: Int) -> String { value.withGroupedDigits }
}
