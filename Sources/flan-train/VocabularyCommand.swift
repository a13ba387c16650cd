import ArgumentParser
import Diagnostics
import Foundation
import Instructions
import Recipes
import Setup
import Storage
import Tokenization

/// `vocabulary`: trains a SentencePiece vocabulary on what a recipe trains on.
struct VocabularyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Trains a SentencePiece vocabulary on the tasks and texts of a recipe.",
    usage: "flan-train vocabulary [<options>] <recipe> [<dotted.key=value> ...]",
    discussion: """
      Held-out instances, documents and clusters have no part in it, and what the recipe says of its own vocabulary and \
      model is not looked at. Text is divided at spaces, digits and signs, as T5's vocabularies are. Pad is 0, end of \
      sequence 1, unknown 2; a unigram vocabulary has every printable ASCII character, and gets T5's 100 sentinels \
      when it is opened. The same recipe gives the same bytes.

      Examples:

        flan-train vocabulary flan-smoke --pieces 1200 --output spiece.model
        flan-train vocabulary my.json --pieces 8000 --kind bpe --output my.model
      """)

  /// The algorithms.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case unigram, bpe
  }

  /// How text is rewritten, by SentencePiece's names.
  enum Normalization: String, ExpressibleByArgument, CaseIterable {
    case identity
    case nmtNFKC = "nmt_nfkc"

    var rules: UnigramTrainer.Options.Normalization { self == .identity ? .identity : .nmtNFKC }
  }

  @OptionGroup var recipe: RecipeArguments

  @Option(help: "Pieces of the vocabulary, with pad, end of sequence, unknown and bytes.")
  var pieces = 8000

  @Option(help: "The algorithm: unigram, as T5's, or bpe with bytes for rare characters, as Llama's.")
  var kind = Kind.unigram

  @Option(help: "The file to write; one that is there is replaced.", completion: .file(extensions: ["model"]))
  var output: String

  @Option(help: "The share of characters that get a piece, the most frequent first: 0 to 1.")
  var coverage = 0.9995

  @Option(help: "How text is rewritten: nmt_nfkc, T5's, or identity.")
  var normalization = Normalization.nmtNFKC

  func run() throws {
    try Outcome.of {
      let loaded = try recipe.load()
      let words = try RecipeWords(
        loaded, inputs: RecipeInputs(of: loaded, recipeFile: nil), caching: CacheHandling(.readOnly))
      let bytes = try trained(on: words.words)
      try Draft.write(bytes, to: output)
      try Outcome.printResult(
        "\(output): \(pieces.withGroupedDigits) pieces (\(kind.rawValue)) of \(words.words.count.withGroupedDigits) "
          + "different words, from \(words.instances.withGroupedDigits) instances and documents of "
          + "\(words.tasks) \(words.tasks == 1 ? "task" : "tasks")")
    }
  }

  private func trained(on words: [(text: String, count: Int)]) throws -> Data {
    switch kind {
    case .unigram:
      var options = UnigramTrainer.Options(vocabularySize: pieces)
      options.characterCoverage = coverage
      options.normalization = normalization.rules
      // Templates have signs that no task has.
      options.requiredPieces = (0x21...0x7E).map { String(Unicode.Scalar(UInt8($0))) } + [" "]
      return try UnigramTrainer(options).train(corpus: words)
    case .bpe:
      var options = BytePairTrainer.Options(vocabularySize: pieces)
      options.characterCoverage = coverage
      options.normalization = normalization.rules
      return try BytePairTrainer(options).train(corpus: words)
    }
  }
}
