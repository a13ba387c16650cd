extension AdafactorConstants {
  /// d old + (1 - d) new.
  func average(_ old: Tensor, _ new: Tensor, decay: Tensor) -> Tensor {
    let spread = decay.broadcast(to: old.shape)
    return spread * old + spread.scaled(by: -1).offset(by: 1) * new
  }

  /// Clips an update, scales it, averages it with the steps before and takes it off the parameter.
  /// - Parameter moment: the average of the steps before, which only momentum reads.
  /// - Returns: the new parameter, the new average, and the root mean square of what was taken off for the gradient.
  func apply(
    _ update: Tensor, to parameter: Tensor, moment: Tensor, rate: Tensor
  ) -> (parameter: Tensor, moment: [Tensor], step: Tensor) {
    let builder = parameter.builder
    func rootMeanSquare(_ x: Tensor) -> Tensor { (x * x).mean().squareRoot() }
    var scale = rate
    if multipliesByParameterScale {
      scale = scale * rootMeanSquare(parameter).maximum(builder.constant(parameterScaleEpsilon, []))
    }
    if let clippingThreshold {
      scale =
        scale / rootMeanSquare(update).scaled(by: 1 / clippingThreshold).maximum(builder.constant(1, []))
    }
    var step = update * scale.broadcast(to: update.shape)
    if let momentum {
      step = moment.scaled(by: Float(momentum)) + step.scaled(by: Float(1 - momentum))
    }
    let kept = weightDecay == 0 ? parameter : parameter.scaled(by: 1 - weightDecay)
    return (kept - step, momentum == nil ? [] : [step], rootMeanSquare(step))
  }
}
