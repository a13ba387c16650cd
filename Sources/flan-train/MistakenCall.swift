import ArgumentParser
import Diagnostics
import Foundation
import JSON
import Recipes
import Runs
import Settings

/// A call whose first words cannot be meant as they stand; found before they are parsed, since a word that is
/// no verb counts as a recipe, and the parser would find fault with what stands behind it.
enum MistakenCall: UserError, Equatable {
  /// Neither a verb nor a recipe.
  case unknownWord(word: String, correction: String)
  /// After `help`.
  case unknownTopic(word: String, near: String?)
  /// A verb behind its arguments.
  case misplacedVerb(verb: String, correction: String)
  /// A setting where the recipe should stand.
  case settingFirst(setting: String, correction: String)
  /// A folder where a recipe should stand.
  case folder(path: String, isRun: Bool)
  /// A study where a recipe should stand.
  case study(path: String)
  /// An option that is the name of a setting.
  case option(name: String, setting: String)

  var category: FailureCategory { .usage }
  var location: SourceLocation? {
    switch self {
    case .folder(let path, _), .study(let path): SourceLocation(file: path)
    default: nil
    }
  }

  var problem: String {
    switch self {
    case .unknownWord(let word, _): "'\(word)' is neither a verb nor a recipe"
    case .unknownTopic(let word, _): "there is no verb '\(word)'"
    case .misplacedVerb(let verb, _): "the verb '\(verb)' stands in the wrong place: it comes first"
    case .settingFirst(let setting, _): "'\(setting)' is a setting, and no recipe stands before it"
    case .folder(_, true): "is a run, not a recipe"
    case .folder(_, false): "is a model, not a recipe"
    case .study: "is a study, not a recipe"
    case .option(let name, _):
      "there is no option '\(name)': settings have no dashes and stand behind the recipe"
    }
  }

  var nextStep: String? {
    switch self {
    case .unknownWord(_, let correction): correction
    case .unknownTopic(_, let near?): "Did you mean 'flan-train help \(near)'?"
    case .unknownTopic: "Verbs: \(Verbs.names.joined(separator: ", "))."
    case .misplacedVerb(_, let correction): "Did you mean '\(correction)'?"
    case .settingFirst(_, let correction): "Write for example '\(correction)'."
    case .folder(let path, true):
      "Go on with it by 'flan-train resume \(path)'; look at it by eval, generate, report or inspect."
    case .folder(let path, false): "Ask it: flan-train generate \(path). A recipe names it in model.folder."
    case .study(let path): "Run it by 'flan-train study \(path)'."
    case .option(_, let setting): "Did you mean '\(setting)'?"
    }
  }
}

// MARK: - Finding

extension MistakenCall {
  /// Looks at the words of a call.
  /// - Throws: `MistakenCall`; `RecipeError.notFound` where a recipe's name was misspelled.
  static func check(_ arguments: [String]) throws {
    // Three dashes begin the calls that completions make.
    guard let first = arguments.first, !first.hasPrefix("---") else { return }
    if Verbs.names.contains(first) { return }
    if first == "help" {
      guard let topic = arguments.dropFirst().first, !topic.hasPrefix("-"), !Verbs.names.contains(topic)
      else { return }
      throw MistakenCall.unknownTopic(word: topic, near: Verbs.nearest(to: topic))
    }
    if first.hasPrefix("-") {
      if ["-h", "--help", "--version"].contains(first) || first.hasPrefix("--generate") { return }
      return try refuseMisplacedVerb(arguments)
    }
    let locator = RecipeLocator.standard()
    do {
      if isStudy(try locator.locate(first)) { throw MistakenCall.study(path: first) }
      try refuseMisplacedVerb(arguments)
    } catch RecipeError.notFound(_, let similar, _) {
      try refuse(arguments, similar: similar)
    } catch let error as RecipeError {
      try refuseMisplacedVerb(arguments)
      throw mistakenFolder(first) ?? error
    }
  }

  /// - Parameter similar: the recipe with the nearest name.
  private static func refuse(_ arguments: [String], similar: String?) throws {
    let word = arguments[0]
    let rest = Array(arguments.dropFirst())
    if word.contains("=") {
      let correction = commandLine(["recipes/flan-small.json"] + arguments)
      throw MistakenCall.settingFirst(setting: word, correction: correction)
    }
    let isPath = word.contains("/") || word.lowercased().hasSuffix(".json")
    guard !isPath, let verb = Verbs.nearest(to: word) else {
      if similar == nil { try refuseMisplacedVerb(arguments) }
      return
    }
    let corrected = "flan-train \(verb)" + (rest.isEmpty ? "" : " " + commandLine(rest, withProgram: false))
    let orRecipe = similar.map { ", or the recipe '\($0)'" } ?? ""
    throw MistakenCall.unknownWord(word: word, correction: "Did you mean '\(corrected)'\(orRecipe)?")
  }

  /// Refuses a verb behind a recipe or an option.
  private static func refuseMisplacedVerb(_ arguments: [String]) throws {
    let place = arguments.indices.dropFirst().first { index in
      Verbs.names.contains(arguments[index]) && arguments[index - 1] != "--allow-change"
    }
    guard let place else { return }
    var corrected = arguments
    corrected.insert(corrected.remove(at: place), at: 0)
    throw MistakenCall.misplacedVerb(verb: arguments[place], correction: commandLine(corrected))
  }

  /// A run's or a model's folder in place of a recipe.
  private static func mistakenFolder(_ path: String) -> MistakenCall? {
    let files = FileManager.default
    if files.fileExists(atPath: RunFolder(named: path).resolvedRecipeFile) {
      return .folder(path: path, isRun: true)
    }
    return files.fileExists(atPath: "\(path)/config.json") ? .folder(path: path, isRun: false) : nil
  }

  /// Whether a file is a study, which recipes lie beside: it has arms and verdicts.
  private static func isStudy(_ path: String) -> Bool {
    let keys = (try? JSONDocument.read(path, what: "recipe").object().keys) ?? []
    return keys.contains("arms") && keys.contains("verdicts")
  }

  /// What was meant by the option that a verb with settings does not know: a setting, with the value that was
  /// given.
  /// - Parameter error: what the parser threw.
  static func inOption(_ arguments: [String], _ error: any Error) -> MistakenCall? {
    let message = FlanTrain.message(for: error)
    guard message.hasPrefix("Unknown option"), Verbs.takesSettings(arguments.first ?? "") else { return nil }
    for (index, argument) in arguments.enumerated() where argument.hasPrefix("-") {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let (option, name) = (parts[0], parts[0].drop { $0 == "-" })
      // A slip in an option is likelier than one in a setting's name.
      let isLikeAnOption = message.contains("Did you mean")
      guard message.contains("'\(option)'"),
        let setting = Recipe.schema.setting(meantBy: String(name), allowingSlips: !isLikeAnOption)
      else { continue }
      let next = index + 1 < arguments.count ? arguments[index + 1] : "-"
      let value = parts.count > 1 ? String(parts[1]) : next.hasPrefix("-") ? "..." : next
      return .option(name: String(option), setting: "\(setting)=\(value)")
    }
    return nil
  }

  /// Words as a shell takes them.
  private static func commandLine(_ words: [String], withProgram: Bool = true) -> String {
    let plain = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-_./=:,@%+[]"))
    let quoted = words.map { word in
      !word.isEmpty && word.unicodeScalars.allSatisfy(plain.contains)
        ? word : "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    return ((withProgram ? ["flan-train"] : []) + quoted).joined(separator: " ")
  }
}
