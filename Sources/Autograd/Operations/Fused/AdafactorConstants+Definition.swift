extension AdafactorConstants {
  /// d old + (1 - d) new.
  func average(_ old: Tensor, _ new: Tensor, decay: Tensor) -> Tensor {
    let spread = decay.broadcast(to: old.shape)
    return spread * old + spread.scaled(by: -1).offset(by: 1) * new
  }

  /// Clips an update, scales it and takes it off the parameter.
  /// - Returns: the new parameter, and the root mean square of what was taken off for the gradient.
  func apply(_ update: Tensor, to parameter: Tensor, rate: Tensor) -> (parameter: Tensor, step: Tensor) {
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
    let step = update * scale.broadcast(to: update.shape)
    let kept = weightDecay == 0 ? parameter : parameter.scaled(by: 1 - weightDecay)
    return (kept - step, rootMeanSquare(step))
  }
}
