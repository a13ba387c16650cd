extension PackingFill {
  /// The fill of rows packed as seqio does (`trim_and_pack_dataset`): windows of as many examples as the
  /// longer side has tokens; in each, next-fit with one open row, which is closed at the window's end.
  /// - Parameter lengths: the examples' lengths in tokens, in the order of the stream; longer ones than a row
  ///   are taken as cut to it.
  package init(
    nextFitting lengths: some Sequence<(Int, Int)>, inputLength: Int, targetLength: Int
  ) {
    self.init()
    let window = max(inputLength, targetLength)
    var (free, freeTargets) = (0, 0)
    var rows = 0
    for (number, length) in lengths.enumerated() {
      let (inputs, targets) = (min(length.0, inputLength), min(length.1, targetLength))
      if number % window == 0 || inputs > free || targets > freeTargets {
        rows += 1
        (free, freeTargets) = (inputLength, targetLength)
      }
      free -= inputs
      freeTargets -= targets
      inputTokens += inputs
      targetTokens += targets
    }
    inputCapacity = rows * inputLength
    targetCapacity = rows * targetLength
  }
}
