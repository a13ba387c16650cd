import Autograd
import Foundation

extension InterpretedOperation {
  fileprivate func map(_ operands: [Elements], _ body: (Double) -> Double) -> [Double] {
    operands[0].values.map(body)
  }

  fileprivate func zip(_ operands: [Elements], _ body: (Double, Double) -> Double) -> [Double] {
    operands[0].values.indices.map { body(operands[0].values[$0], operands[1].values[$0]) }
  }
}

extension Add: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { zip(operands, +) }
}

extension Subtract: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { zip(operands, -) }
}

extension Multiply: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { zip(operands, *) }
}

extension Divide: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { zip(operands, /) }
}

extension Maximum: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { zip(operands) { max($0, $1) } }
}

extension Scale: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    map(operands) { $0 * Double(factor) }
  }
}

extension Offset: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    map(operands) { $0 + Double(amount) }
  }
}

extension Exponential: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { map(operands) { exp($0) } }
}

extension Logarithm: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { map(operands) { log($0) } }
}

extension ErrorFunction: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { map(operands) { erf($0) } }
}

extension HyperbolicTangent: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { map(operands) { tanh($0) } }
}

extension SquareRoot: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { map(operands) { $0.squareRoot() } }
}

extension ReciprocalSquareRoot: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    map(operands) { 1 / $0.squareRoot() }
  }
}

extension Rectify: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { map(operands) { max($0, 0) } }
}

extension ConvertToFloat: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] { operands[0].values }
}

extension Compare: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    switch relation {
    case .equal: zip(operands) { $0 == $1 ? 1 : 0 }
    case .less: zip(operands) { $0 < $1 ? 1 : 0 }
    }
  }
}

extension Select: InterpretedOperation {
  func evaluate(_ operands: [Elements], result: TensorType) -> [Double] {
    operands[0].values.indices.map { operands[operands[0].values[$0] != 0 ? 1 : 2].values[$0] }
  }
}
