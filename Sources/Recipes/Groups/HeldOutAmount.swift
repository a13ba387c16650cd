import Instructions
import JSON
import Settings

/// How many instances of every trained task are held out: so many of each, or a share of each.
package enum HeldOutAmount: Sendable, Equatable {
  /// So many, or all but one where a task has no more.
  case count(Int)
  /// This many percent, above 0 and below 100.
  case percentage(Double)

  /// Whether any instance is held out.
  package var isNone: Bool { self == .count(0) }

  /// The amount that tasks are divided by.
  package var share: HoldOut.Amount {
    switch self {
    case .count(let count): .count(count)
    case .percentage(let percentage): .share(percentage / 100)
    }
  }

  /// The amount in words: `20 instances`, `2% of the instances`.
  package var words: String {
    switch self {
    case .count(1): "1 instance"
    case .count(let count): "\(count) instances"
    case .percentage(let percentage): "\(OrderedJSON.text(of: percentage))% of the instances"
    }
  }
}

extension HeldOutAmount: ExpressibleByIntegerLiteral {
  /// So many.
  package init(integerLiteral count: Int) { self = .count(count) }
}

extension HeldOutAmount: SettingValue {
  package static var shape: SettingShape { .countOrPercentage }

  private static let requirement = "a whole number, or a percentage above 0% and below 100% such as \"2%\""

  package var json: OrderedJSON {
    switch self {
    case .count(let count): .integer(count)
    case .percentage(let percentage): .string("\(OrderedJSON.text(of: percentage))%")
    }
  }

  package static func read(_ field: JSONField, limits: Limits?, reading: inout RecipeReading)
    -> HeldOutAmount?
  {
    switch field.node.content {
    case .string(let text):
      if let percentage = percentage(text) { return .percentage(percentage) }
      reading.problems.append(.json(field.invalid("'\(text)'", mustBe: requirement)))
      return nil
    case .number(let text) where Int(text) == nil && Double(text).map({ (0..<1).contains($0) }) == true:
      // A share such as 0.02 would be as good as 2%; it is not guessed, since 1 is one instance.
      reading.problems.append(.json(field.invalid(text, mustBe: requirement)))
      return nil
    default: return Int.read(field, limits: limits, reading: &reading).map(HeldOutAmount.count)
    }
  }

  /// The number before a percent sign, where it is above 0 and below 100.
  private static func percentage(_ text: String) -> Double? {
    guard text.hasSuffix("%") else { return nil }
    let words = text.dropLast().split(separator: " ")
    guard words.count == 1, words[0].utf8.allSatisfy({ "0123456789.".utf8.contains($0) }),
      let value = Double(words[0]), value > 0, value < 100
    else { return nil }
    return value
  }
}
