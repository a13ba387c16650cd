import JSON
import Settings

extension Recipe {
  /// Every setting of a recipe.
  package static let schema = SettingSchema(of: Recipe.self)

  /// The recipe's JSON Schema (draft 2020-12), for editors that complete and check as one types.
  package static var jsonSchema: OrderedJSON {
    .object(
      [
        .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        .init("title", .string("A flan-train recipe")),
        .init(
          "description",
          .string("Everything that decides a run; what a recipe leaves out keeps its default.")),
      ] + group(schema.settings, besides: [schemaName]))
  }

  /// That a recipe may name its schema, which is how most editors find it.
  private static let schemaName = OrderedJSON.Member(
    schemaKey,
    .object([
      .init("description", .string("this schema's file or address, for editors; it decides nothing")),
      .init("type", .string("string")),
    ]))

  private static func members(of shape: SettingShape, limits: Limits?) -> [OrderedJSON.Member] {
    switch shape {
    case .integer: [.init("type", .string("integer"))] + bounds(limits)
    case .number: [.init("type", .string("number"))] + bounds(limits)
    case .boolean: [.init("type", .string("boolean"))]
    case .text: [.init("type", .string("string"))]
    case .lines: any([.text, .list(.text)], limits)
    case .choice(let words): [.init("enum", .array(words.map { .string($0) }))]
    case .choiceOrNumber(let words): any([.choice(words), .number], limits)
    case .byteCount, .countOrPercentage: any([.integer, .text], limits)
    case .optional(let inner):
      [
        .init(
          "anyOf",
          .array([.object(members(of: inner, limits: limits)), .object([.init("type", .string("null"))])]))
      ]
    case .list(let inner):
      [.init("type", .string("array")), .init("items", .object(members(of: inner, limits: limits)))]
    case .map(let inner):
      [
        .init("type", .string("object")),
        .init("additionalProperties", .object(members(of: inner, limits: limits))),
      ]
    case .any: []
    case .group(let settings): group(settings)
    }
  }

  private static func any(_ shapes: [SettingShape], _ limits: Limits?) -> [OrderedJSON.Member] {
    [.init("anyOf", .array(shapes.map { .object(members(of: $0, limits: limits)) }))]
  }

  private static func group(
    _ settings: [SettingDescription], besides others: [OrderedJSON.Member] = []
  ) -> [OrderedJSON.Member] {
    let properties =
      others
      + settings.map { setting in
        var inner = [OrderedJSON.Member("description", .string(setting.summary))]
        let isOptional = if case .optional = setting.shape { true } else { false }
        if !setting.isRequired, setting.shape.group == nil || isOptional {
          inner.append(.init("default", setting.defaultValue))
        }
        return OrderedJSON.Member(
          setting.key, .object(inner + members(of: setting.shape, limits: setting.limits)))
      }
    let required = settings.filter(\.isRequired).map { OrderedJSON.string($0.key) }
    return [.init("type", .string("object")), .init("properties", .object(properties))]
      + (required.isEmpty ? [] : [.init("required", .array(required))])
      + [.init("additionalProperties", .boolean(false))]
  }

  private static func bounds(_ limits: Limits?) -> [OrderedJSON.Member] {
    guard let limits else { return [] }
    let lower = limits.lower.map {
      OrderedJSON.Member(limits.includesLower ? "minimum" : "exclusiveMinimum", .number($0))
    }
    let upper = limits.upper.map {
      OrderedJSON.Member(limits.includesUpper ? "maximum" : "exclusiveMaximum", .number($0))
    }
    return [lower, upper].compactMap { $0 }
  }
}
