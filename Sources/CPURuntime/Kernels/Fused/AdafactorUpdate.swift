import Autograd

extension AdafactorUpdate: CPUOperation {
  var inPlace: [(operand: Int, result: Int)] {
    [(0, 0), (2, 1), (3, 2)] + (constants.momentum == nil ? [] : [(4, 3)])
  }

  /// A row of column sums and four doubles for each part of the rows, and the factors of rows and columns.
  func scratchBytes(_ site: KernelSite) -> Int {
    let (rows, columns) = (site.operands[0].shape[0], site.operands[0].shape[1])
    return (SummedParts(items: rows, width: columns).count * (columns + 8) + rows + columns) * 4
  }

  /// Three passes: moments, the update's size, the step. Threads take parts of the rows.
  func makeKernel(_ site: KernelSite) -> Kernel {
    let shape = site.operands[0].shape
    let (rows, columns) = (shape[0], shape[1])
    let (constants, parts) = (constants, SummedParts(items: rows, width: columns))
    let (scalars, told) = (site.operands.count - 2, site.results.count - 2)
    return { call in
      let (parameter, gradient) = (call.input(0), call.input(1))
      let (rowMoment, columnMoment) = (call.output(1), call.output(2))
      let (rate, decay) = (call.input(scalars)[0], call.input(scalars + 1)[0])
      let totals = PartialSums(UnsafeMutableRawPointer(call.floatScratch), parts: parts.count)
      let columnSums = call.floatScratch + parts.count * 8
      let rowFactor = columnSums + parts.count * columns
      let columnFactor = rowFactor + rows

      call.pool.sum(parts) { part, range in
        let sums = columnSums + part * columns
        sums.update(repeating: 0, count: columns)
        for row in range {
          let (g, p) = (gradient + row * columns, parameter + row * columns)
          let squares = addSquares(g, to: sums, columns)
          rowFactor[row] = squares
          totals.add(squares, to: .gradient, part: part)
          totals.add(dot(p, p, columns), to: .parameter, part: part)
        }
      }
      for part in 1..<parts.count { accumulate(columnSums, columnSums + part * columns, columns) }
      for row in 0..<rows {
        let mean = rowFactor[row] / Float(columns) + constants.gradientEpsilon
        rowMoment[row] = decay * call.input(2)[row] + (1 - decay) * mean
      }
      for column in 0..<columns {
        let mean = columnSums[column] / Float(rows) + constants.gradientEpsilon
        columnMoment[column] = decay * call.input(3)[column] + (1 - decay) * mean
      }
      makeFactors(rowMoment, rows, into: rowFactor, isRelative: rows <= columns)
      makeFactors(columnMoment, columns, into: columnFactor, isRelative: rows > columns)

      call.pool.sum(parts) { part, range in
        for row in range {
          let squares = scaledSquares(gradient + row * columns, columnFactor, columns)
          totals.add(squares * rowFactor[row] * rowFactor[row], to: .update, part: part)
        }
      }
      call.output(told)[0] = takeSteps(call, totals, rowFactor, columnFactor, shape, rate: rate)
      call.output(told + 1)[0] = Float(totals.total(.gradient))
    }
  }

  /// The last pass.
  /// - Returns: the root mean square of the steps taken.
  private func takeSteps(
    _ call: borrowing KernelCall, _ totals: PartialSums, _ rowFactor: UnsafePointer<Float>,
    _ columnFactor: UnsafePointer<Float>, _ shape: Shape, rate: Float
  ) -> Float {
    let (parameter, gradient, new) = (call.input(0), call.input(1), call.output(0))
    let (rows, columns) = (shape[0], shape[1])
    let update = totals.rootMean(.update, rows * columns)
    let size = constants.stepSize(
      rate: rate, update: update, parameter: totals.rootMean(.parameter, rows * columns))
    let (momentum, kept) = (AdafactorMomentum(constants, call), 1 - constants.weightDecay)
    call.pool.sum(SummedParts(items: rows, width: columns)) { part, range in
      for row in range {
        let (g, p, y) = (gradient + row * columns, parameter + row * columns, new + row * columns)
        let factor = rowFactor[row] * size
        if let momentum {
          let steps = momentum.average(row * columns, columns) { g[$0] * factor * columnFactor[$0] }
          for i in 0..<columns { y[i] = p[i] * kept - steps[i] }
          totals.add(dot(steps, steps, columns), to: .step, part: part)
        } else {
          for i in 0..<columns { y[i] = p[i] * kept - g[i] * factor * columnFactor[i] }
        }
      }
    }
    return momentum == nil ? update * size : totals.rootMean(.step, rows * columns)
  }
}

/// Adds the square of each element to `sums`.
/// - Returns: the sum of the squares.
@inline(__always)
private func addSquares(_ x: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>, _ count: Int)
  -> Float
{
  for i in 0..<count { sums[i] += x[i] * x[i] }
  return dot(x, x, count)
}

/// The sum of (x factor)².
@inline(__always)
private func scaledSquares(_ x: UnsafePointer<Float>, _ factor: UnsafePointer<Float>, _ count: Int) -> Float {
  var total = FloatVector.zero
  var i = 0
  while i + vectorWidth <= count {
    let v = load(x + i) * load(factor + i)
    total += v * v
    i += vectorWidth
  }
  var result = horizontalSum(total)
  while i < count {
    result += x[i] * factor[i] * x[i] * factor[i]
    i += 1
  }
  return result
}

/// One over the square root of each moment, divided by their mean where `isRelative`.
private func makeFactors(
  _ moments: UnsafePointer<Float>, _ count: Int, into factors: UnsafeMutablePointer<Float>, isRelative: Bool
) {
  let mean = isRelative ? sum(moments, count) / Float(count) : 1
  for i in 0..<count { factors[i] = 1 / (moments[i] / mean).squareRoot() }
}
