import Diagnostics
import Foundation

/// An error that all processes of a group have: they can end one after the other, and the first one tells it.
package struct AgreedError: UserError {
  /// What is wrong.
  package let error: any UserError

  package var category: FailureCategory { error.category }
  package var problem: String { error.problem }
  package var location: SourceLocation? { error.location }
  package var nextStep: String? { error.nextStep }
  package var description: String { error.description }

  /// An error that is known to all.
  package init(_ error: any UserError) { self.error = error }
}

/// An error of another process.
package struct ErrorOfRank: UserError {
  package let category: FailureCategory
  package let problem: String
  package var location: SourceLocation? { nil }
  package var nextStep: String? { nil }
}

extension ProcessGroup {
  /// Does in all processes what may fail in some: where it fails in one, all end with its error.
  /// - Throws: `AgreedError`, `ProcessGroupError`.
  package func together<Value>(_ work: () throws -> Value) throws -> Value {
    let result = Result { try work() }
    var own: Failure?
    if case .failure(let error) = result { own = Failure(error) }
    let all = try gather(JSONEncoder().encode(own)).map { try JSONDecoder().decode(Failure?.self, from: $0) }
    // Its own error says most; the same error of all is told once, as that of one process would be.
    if case .failure(let error as any UserError) = result { throw AgreedError(error) }
    guard let rank = all.firstIndex(where: { $0 != nil }), let failure = all[rank] else {
      return try result.get()
    }
    throw AgreedError(
      ErrorOfRank(
        category: FailureCategory(rawValue: failure.code) ?? .failure,
        problem: "\(name(ofRank: rank)): \(failure.text)"))
  }
}

/// An error as it is sent.
private struct Failure: Codable {
  let code: Int32
  let text: String

  init(_ error: any Error) {
    code = (error as? any UserError)?.category.rawValue ?? FailureCategory.failure.rawValue
    text = (error as? any UserError)?.description ?? error.localizedDescription
  }
}
