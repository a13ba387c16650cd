/// A product of matrices, `[rows, inner]` by `[inner, columns]`, with the forms in which its operands may lie
/// in memory.
package struct MatrixShape: Codable, Sendable, Equatable {
  /// How operands lie: `N` as they are multiplied, `T` with rows and columns exchanged; the left one first.
  package enum Form: String, Codable, Sendable, CaseIterable {
    /// Activations by weights: `[rows, inner]` and `[inner, columns]`.
    case plain = "NN"
    /// By weights that are stored as `[columns, inner]`, and the gradient of activations.
    case rightTransposed = "NT"
    /// The gradient of weights: the left operand is stored as `[inner, rows]`.
    case leftTransposed = "TN"
  }

  /// Rows of the result.
  package var rows: Int
  /// Columns of the result.
  package var columns: Int
  /// Terms of each sum.
  package var inner: Int
  /// The forms that are measured.
  package var forms: [Form]

  /// A shape, in all forms unless they are named.
  package init(rows: Int, columns: Int, inner: Int, forms: [Form] = Form.allCases) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.forms = forms
  }

  /// The floating-point operations of one product.
  package var floatingPointOperations: Double { 2 * Double(rows) * Double(columns) * Double(inner) }

  /// `2048 x 512 x 1024 NT`: rows, columns, terms and form, by which contestants' parts are found.
  package func name(_ form: Form) -> String { "\(rows) x \(columns) x \(inner) \(form.rawValue)" }

  /// How many products are timed together, so that they take some milliseconds: as many as have 4e9
  /// operations, at most 50.
  package var calls: Int { min(max(1, Int((4e9 / max(floatingPointOperations, 1)).rounded(.up))), 50) }

  /// What the linear layers of small models ask for, their head, and a decoding step's few rows.
  package static let common = [
    MatrixShape(rows: 2048, columns: 512, inner: 512),
    MatrixShape(rows: 4096, columns: 512, inner: 1024),
    MatrixShape(rows: 4096, columns: 1024, inner: 512),
    MatrixShape(rows: 2048, columns: 2048, inner: 2048),
    MatrixShape(rows: 1024, columns: 32_128, inner: 512, forms: [.rightTransposed]),
    MatrixShape(rows: 8, columns: 512, inner: 2048),
    MatrixShape(rows: 8, columns: 2048, inner: 512),
  ]
}
