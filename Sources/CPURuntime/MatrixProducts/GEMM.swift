import COpenBLAS

/// A matrix in memory: row-major, rows `stride` elements apart, perhaps to be read transposed.
struct MatrixView {
  let elements: UnsafePointer<Float>
  let stride: Int
  let isTransposed: Bool

  @inline(__always)
  init(_ elements: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
    self.elements = elements
    self.stride = stride
    self.isTransposed = isTransposed
  }

  /// The view from row `row` on, of the matrix as it is read.
  @inline(__always)
  func from(row: Int) -> MatrixView {
    MatrixView(elements + (isTransposed ? row : row * stride), stride: stride, isTransposed: isTransposed)
  }

  /// The view from column `column` on, of the matrix as it is read.
  @inline(__always)
  func from(column: Int) -> MatrixView {
    MatrixView(
      elements + (isTransposed ? column * stride : column), stride: stride, isTransposed: isTransposed)
  }
}

/// C = A B + beta C, on the calling thread.
/// - Parameters:
///   - rows: rows of A and C.
///   - columns: columns of B and C.
///   - inner: columns of A, rows of B.
@inline(__always)
func gemm(
  _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int,
  inner: Int, beta: Float = 0
) {
  cblas_sgemm(
    CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans, b.isTransposed ? CblasTrans : CblasNoTrans,
    blasint(rows), blasint(columns), blasint(inner), 1, a.elements, blasint(max(a.stride, 1)), b.elements,
    blasint(max(b.stride, 1)), beta, c, blasint(max(stride, 1)))
}

extension ThreadPool {
  /// C = A B by OpenBLAS, its longer side in pieces of a size of their own, so that the bits do not depend on
  /// the number of threads.
  func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int,
    _ extent: PackedProduct.Extent
  ) {
    let (rows, columns, inner) = (extent.rows, extent.columns, extent.inner)
    let (splitsRows, length) = (rows >= columns, max(rows, columns))
    let piece = extent.isSmall ? length : 256
    share((length + piece - 1) / max(piece, 1), .apart) { _, number in
      let (start, end) = (number * piece, min((number + 1) * piece, length))
      if splitsRows {
        gemm(
          a.from(row: start), b, into: c + start * stride, stride: stride, rows: end - start,
          columns: columns, inner: inner)
      } else {
        gemm(
          a, b.from(column: start), into: c + start, stride: stride, rows: rows, columns: end - start,
          inner: inner)
      }
    }
  }
}
