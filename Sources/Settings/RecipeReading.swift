import Diagnostics
import JSON

/// What is learnt while a recipe is read: its problems, all of them, and where each value came from.
package struct RecipeReading {
  /// The settings that there are.
  package let schema: SettingSchema
  /// The problems, in the order in which they were met.
  package var problems: [RecipeError] = []
  /// The place of every setting that the recipe or the command line gives, by dotted path.
  package var origins: [String: SourceLocation]

  /// Nothing learnt yet but where values came from.
  package init(schema: SettingSchema, origins: [String: SourceLocation] = [:]) {
    self.schema = schema
    self.origins = origins
  }

  /// What `body` returns, or `nil` after its error has been recorded.
  package mutating func take<Value>(_ body: () throws(JSONError) -> Value) -> Value? {
    do {
      return try body()
    } catch {
      problems.append(.json(error))
      return nil
    }
  }

  /// Records that a value has another type than its setting.
  package mutating func refuse(_ field: JSONField, mustBe expected: String, advice: String?) {
    let error = JSONError.wrongType(location: field.location, expected: expected, found: field.node.kind)
    guard let advice else { return problems.append(.json(error)) }
    problems.append(.contradiction(location: field.location, problem: error.problem, nextStep: advice))
  }
}
