/// Brings the elements of a view with strides into row-major order.
enum StridedElements {
  /// Copies elements from `source`, whose first byte is the view's first element, to `destination`, which holds exactly
  /// them.
  /// - Parameters:
  ///   - range: which of the view's elements, in row-major order.
  ///   - size: the bytes of an element.
  static func gather(
    _ range: Range<Int>, shape: [Int], strides: [Int], size: Int, from source: UnsafeRawBufferPointer,
    to destination: UnsafeMutableRawBufferPointer
  ) {
    guard let from = source.baseAddress, let to = destination.baseAddress, let inner = shape.last,
      let step = strides.last, inner > 0
    else { return }
    var element = range.lowerBound
    while element < range.upperBound {
      // The rest of a row, or of the range.
      let column = element % inner
      let count = min(inner - column, range.upperBound - element)
      var place = column * step
      var rest = element / inner
      for (dimension, stride) in zip(shape, strides).dropLast().reversed() {
        place += rest % dimension * stride
        rest /= dimension
      }
      for index in 0..<count {
        let written = to + (element - range.lowerBound + index) * size
        written.copyMemory(from: from + (place + index * step) * size, byteCount: size)
      }
      element += count
    }
  }
}
