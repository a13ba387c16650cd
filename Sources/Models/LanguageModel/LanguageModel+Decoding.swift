import Autograd

extension LanguageModel {
  /// Records what is done once per batch of prompts.
  ///
  /// Inputs: those of `PromptInputs` that the model reads. Outputs: what the model's steps read of the prompts.
  func recordPrompt(rows: Int, length: Int) -> Program {
    ProgramBuilder.record(summation: .fixed) { builder in
      let inputs = PromptInputs(builder, rows: rows, length: length)
      let outputs = recordPrompt(scope(builder, format: nil, key: nil), inputs)
      for (name, value) in outputs { builder.output(name, value) }
    }
  }

  /// Records one decoding step: from every row's latest token to the distribution of the next.
  ///
  /// Inputs: those of `DecodingInputs`; what `recordPrompt` gives; the caches (updated: row r writes slot r). Outputs:
  /// `logSumExp` `[rows]`; `logits` and `ids` `[rows, count]`, or all `logits` `[rows, vocabulary]`. For the best token alone the
  /// rounded head (int8) is an input more, and `ids` `[rows, 1]` the only output.
  /// - Parameters:
  ///   - candidates: how many ids may be chosen; the rows of a padded table beyond have no meaning.
  ///   - format: the weights' that are read; those of linear layers are compact inputs unless they are as they are.
  func recordStep(_ shape: DecodingStepShape, candidates: Int, format: WeightFormat = .float32) -> Program {
    ProgramBuilder.record(summation: .fixedForFewRows) { builder in
      let scope = scope(builder, format: format.compact, key: nil)
      let states = recordStep(scope, DecodingInputs(builder, shape), shape)
      select(shape.selection, states, scope, candidates: candidates)
    }
  }

  /// Records what a step gives of the distribution.
  private func select(
    _ selection: DecodingSelection, _ states: Tensor, _ scope: ParameterScope, candidates: Int
  ) {
    let builder = states.builder
    if selection == .best {
      let (rows, width) = (headShape[0], headShape[1])
      let rounded = (
        words: builder.input(DecodingName.roundedHead, .int32([rows, RoundedRows.words(width)])),
        bounds: builder.input(DecodingName.roundedHeadBounds, .float32([rows, 3]))
      )
      let ids = states.linearArgmax(
        weight: scope.parameter(headName), rounded: rounded, candidates: candidates)
      return builder.output(DecodingName.ids, ids)
    }
    let logits = states.linear(scope.weight(headName))
    builder.output(DecodingName.logSumExp, logits.logSumExp())
    if case .largest(let count) = selection {
      let (values, ids) = logits.largest(count, candidates: candidates)
      builder.output(DecodingName.logits, values)
      builder.output(DecodingName.ids, ids)
    } else {
      builder.output(DecodingName.logits, logits)
    }
  }

  /// Records what is done once before outputs are generated without scores: the head's rows, rounded.
  ///
  /// Outputs: `roundedHead` and `roundedHead.bounds`, as `RoundedRows` has them.
  func recordRoundedHead() -> Program {
    ProgramBuilder.record { builder in
      let head = scope(builder, format: nil, key: nil).parameter(headName)
      let (words, bounds) = head.roundedRows()
      builder.output(DecodingName.roundedHead, words)
      builder.output(DecodingName.roundedHeadBounds, bounds)
    }
  }
}
