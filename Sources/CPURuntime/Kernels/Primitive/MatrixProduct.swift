import Autograd

extension MatrixProduct: CPUOperation {
  /// Who makes the products.
  private enum Maker {
    /// Rows times rows, where both lie, for a weight that is streamed from memory.
    case rows
    /// Panels of our own, whose tiles the threads share as they come.
    case panels(PackedProduct.Extent)
    /// Products of a batch, which threads take one whole product at a time.
    case batch(PackedProduct.Extent)
    case blas(PackedProduct.Extent)
  }

  private func maker(_ site: KernelSite) -> Maker {
    let extent = extent(of: site.operands)
    let packed = PackedProduct.Extent(
      rows: extent.rows, columns: extent.columns, inner: extent.inner, transposesLeft: transposesLeft)
    let multipliesRows = extent.batch == 1 && transposesRight && !transposesLeft
    let panels: Maker = extent.batch > 1 ? .batch(packed) : .panels(packed)
    switch site.summation {
    case .fixed: return panels
    case .fixedForFewRows: return multipliesRows ? .rows : panels
    case .bySize:
      if multipliesRows, extent.rows <= fewRowsLimit { return .rows }
      return PackedProduct.replacesBLAS ? panels : .blas(packed)
    }
  }

  func scratchBytes(_ site: KernelSite) -> Int {
    let extent = extent(of: site.operands)
    let floats =
      switch maker(site) {
      case .rows: RowProduct.scratchCount(rows: extent.rows, inner: extent.inner) * site.threads
      case .panels(let packed): packed.sharedScratchCount(site.threads)
      case .batch(let packed): packed.scratchCount * site.threads
      case .blas: 0
      }
    return floats * MemoryLayout<Float>.stride
  }

  func makeKernel(_ site: KernelSite) -> Kernel {
    let extent = extent(of: site.operands)
    let maker = maker(site)
    let (rows, columns, inner) = (extent.rows, extent.columns, extent.inner)
    let (transposesLeft, transposesRight) = (transposesLeft, transposesRight)
    return { call in
      let (a, b, c) = (call.input(0), call.input(1), call.output(0))
      func left(_ index: Int) -> MatrixView {
        MatrixView(
          a + index * rows * inner, stride: transposesLeft ? rows : inner, isTransposed: transposesLeft)
      }
      func right(_ index: Int) -> MatrixView {
        MatrixView(
          b + index * inner * columns, stride: transposesRight ? inner : columns,
          isTransposed: transposesRight)
      }
      switch maker {
      case .rows:
        RowProduct(a: a, rows: rows, inner: inner)
          .multiply([.init(b: b, c: c, columns: columns)], call.pool, scratch: call.floatScratch)
      case .panels(let packed):
        call.pool.multiplyPacked(
          left(0), right(0), into: c, stride: columns, extent: packed, scratch: call.floatScratch)
      case .batch(let packed):
        call.pool.share(extent.batch, .apart) { thread, index in
          PackedProduct(upTo: packed, scratch: call.floatScratch + thread * packed.scratchCount).multiply(
            left(index), right(index), into: c + index * rows * columns, stride: columns, rows: rows,
            columns: columns, inner: inner)
        }
      case .blas(let whole) where extent.batch == 1:
        call.pool.multiply(left(0), right(0), into: c, stride: columns, whole)
      case .blas:
        call.pool.share(extent.batch, .apart) { _, index in
          gemm(
            left(index), right(index), into: c + index * rows * columns, stride: columns, rows: rows,
            columns: columns, inner: inner)
        }
      }
    }
  }
}
