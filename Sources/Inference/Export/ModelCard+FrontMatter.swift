import Foundation
import Instructions
import Runs
import Text

/// The card's front matter: what hubs index a model by.
extension ModelCard {
  /// The front matter, with its fences.
  package var frontMatter: String {
    var lines = [
      "library_name: \(adapter == nil ? "transformers" : "peft")", "pipeline_tag: \(model.pipeline)", "tags:",
    ]
    let isFinetuned = run.map { !Self.readsTextsAlone($0.recipe) } ?? false
    let tags = model.tags + (isFinetuned ? ["instruction-finetuning", "flan"] : [])
    lines += (tags + ["flan-train"]).map { "- \($0)" }
    if let license = options.license ?? known("license").first {
      lines.append("license: \(YAML.quoted(license))")
    }
    lines += YAML.list("language", options.languages.isEmpty ? known("language") : options.languages)
    if let name = options.baseModel ?? baseFolder.flatMap(PublicPath.hubName) {
      lines.append("base_model: \(YAML.quoted(name))")
    }
    lines += YAML.list("datasets", datasets)
    if let evaluation = run?.evaluation {
      lines += ModelIndex(evaluation).lines(model: title)
    }
    return (["---"] + lines + ["---"]).joined(separator: "\n")
  }

  /// What the card of the folder that the weights come from says under a key.
  private func known(_ key: String) -> [String] {
    let path = baseFolder.map { "\($0)/\(Self.fileName)" }
    let data = path.flatMap { FileManager.default.contents(atPath: $0) }
    return data.map { YAML.values(of: key, inFrontMatterOf: String(decoding: $0, as: UTF8.self)) } ?? []
  }

  /// The names of the sources that were trained on: on the hub, where they come from its cache, else of their
  /// files.
  private var datasets: [String] {
    var names: [String] = []
    for source in run?.recipe.data.tasks ?? [] {
      let url = URL(fileURLWithPath: source.path)
      let name = PublicPath.hubName(source.path) ?? url.deletingPathExtension().lastPathComponent
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
