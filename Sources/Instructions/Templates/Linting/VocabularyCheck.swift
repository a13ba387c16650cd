import Diagnostics
import Tokenization

/// Looks for what of templates is lost between text and ids.
struct VocabularyCheck {
  let tokenizer: any Tokenizer
  private(set) var warnings: [TemplateWarning] = []

  init(tokenizer: any Tokenizer) { self.tokenizer = tokenizer }

  mutating func check(_ set: TemplateSet) {
    for list in TemplateList.allCases {
      let zeroShot = set.zeroShot(list)
      for template in zeroShot {
        checkCharacters(template.prompt.fixedTexts + (template.target?.fixedTexts ?? []), template.location)
      }
      checkRepetitions(zeroShot.map { ([$0.prompt, $0.target].compactMap(\.self), $0.location) })
      check(set.fewShot(list))
    }
    check(set.inversions.fewShot)
    for template in set.inversions.templates {
      checkCharacters(template.prompt.fixedTexts + template.target.fixedTexts, template.location)
    }
    checkRepetitions(set.inversions.templates.map { ([$0.prompt, $0.target], $0.location) })
  }

  mutating func check(_ styles: OptionStyles) {
    let texts = styles.starts + styles.ends + styles.markers.map { $0.text(0) }
    let place = SourceLocation(file: TemplateLibrary.optionsFileName)
    checkCharacters(texts, place)
    var seen: [[Int32]: String] = [:]
    for marker in styles.markers {
      let ids = tokenizer.encode(marker.text(0) + " x")
      if ids == tokenizer.encode("x") {
        warn(place, "the marker '\(marker.source)' vanishes in the vocabulary", "Use visible characters.")
      }
      if let first = seen.updateValue(marker.source, forKey: ids) {
        warn(
          place, "the markers '\(first)' and '\(marker.source)' have the same ids in the vocabulary",
          "Keep one of the two.")
      }
    }
  }

  private mutating func check(_ templates: [FewShotTemplate]) {
    for template in templates {
      let parts = [
        template.preamble, template.inputPrefix, template.input, template.delimiter, template.outputPrefix,
        template.separator,
      ]
      checkCharacters(
        (parts + [template.output].compactMap(\.self)).flatMap(\.fixedTexts), template.location)
      let (separator, prefix) = (Self.filled(template.separator), Self.filled(template.inputPrefix))
      let lead = prefix + (template.input.fixedTexts.first ?? "")
      if isInvisible(separator + prefix) {
        warn(
          template.location, "nothing visible stands between one exemplar and the next in the vocabulary",
          "Give it an inputPrefix such as \"Q: \", or a separator of visible characters.")
      } else if template.isMixable, isInvisible("\n" + lead) {
        warn(
          template.location,
          "nothing visible begins an exemplar, so that another form's separator may not show it",
          "Give it an inputPrefix, or set mixable to false.")
      }
      if isInvisible(Self.filled(template.delimiter) + Self.filled(template.outputPrefix)) {
        warn(
          template.location, "nothing visible stands between an input and its output in the vocabulary",
          "Give it an outputPrefix such as \"A: \", or a delimiter of visible characters.")
      }
    }
    checkRepetitions(
      templates.map { template in
        (
          [template.preamble, template.input], template.location,
          [
            Self.filled(template.inputPrefix),
            Self.filled(template.delimiter) + Self.filled(template.outputPrefix),
            Self.filled(template.separator),
          ]
        )
      })
  }

  /// A pattern with words in its placeholders.
  private static func filled(_ pattern: TemplatePattern) -> String {
    var text = ""
    let fields = Dictionary(uniqueKeysWithValues: pattern.fields.map { ($0, "<\($0)>") })
    pattern.render(
      TemplateValues(
        definition: "(definition)", input: "(input)", output: "(output)", rationale: "(rationale)",
        explanation: "(explanation)", options: "\n(options)", fields: fields), into: &text)
    return text
  }

  private mutating func warn(_ location: SourceLocation, _ problem: String, _ nextStep: String) {
    warnings.append(TemplateWarning(location: location, problem: problem, nextStep: nextStep))
  }

  /// Whether `text` between two words is no more than a space to the vocabulary.
  private func isInvisible(_ text: String) -> Bool {
    let ids = tokenizer.encode("x" + text + "y")
    return ids == tokenizer.encode("x y") || ids == tokenizer.encode("xy")
  }

  private mutating func checkCharacters(_ texts: [String], _ location: SourceLocation) {
    var unknown: [Character] = []
    for text in texts where tokenizer.encode(text).contains(tokenizer.unknownID) {
      // A line's end that becomes <unk> still parts what stands before and after it.
      for character in text where !character.isWhitespace && !unknown.contains(character) {
        if tokenizer.encode(String(character)).contains(tokenizer.unknownID) { unknown.append(character) }
      }
    }
    if unknown.isEmpty { return }
    let names = unknown.map { "'\($0)'" }.joined(separator: " ")
    warn(
      location, "the vocabulary does not know \(names)",
      "Write it with other characters: the model sees <unk>.")
  }

  private mutating func checkRepetitions(_ templates: [([TemplatePattern], SourceLocation)]) {
    checkRepetitions(templates.map { ($0.0, $0.1, []) })
  }

  /// Warns of templates of one list that the model cannot tell apart.
  private mutating func checkRepetitions(
    _ templates: [(patterns: [TemplatePattern], location: SourceLocation, texts: [String])]
  ) {
    var first: [[[Int32]]: SourceLocation] = [:]
    for (patterns, location, texts) in templates {
      let ids = (patterns.map(Self.filled) + texts).map { tokenizer.encode($0) }
      if let earlier = first[ids] {
        warn(
          location, "has the same ids in the vocabulary as the template at \(earlier)",
          "Keep one, or change its words: white space alone does not tell them apart.")
      } else {
        first[ids] = location
      }
    }
  }
}
