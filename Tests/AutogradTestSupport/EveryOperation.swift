import Autograd

/// Every operation of the package.
public let everyOperation: [any Autograd.Operation.Type] = [
  Add.self, Broadcast.self, CompactRows.self, Compare.self, Constant.self, ConvertToFloat.self,
  Divide.self,
  Dropout.self, ErrorFunction.self, ExpandedRows.self, Exponential.self, Gather.self, HyperbolicTangent.self,
  Iota.self,
  Logarithm.self,
  MatrixProduct.self, Maximum.self, Multiply.self, Offset.self, ReciprocalSquareRoot.self, Rectify.self,
  ReduceMaximum.self, ReduceSum.self, RelativeBuckets.self, Reshape.self, RotaryAngles.self, RoundedRows.self,
  Scale.self,
  ScatterAdd.self,
  Select.self,
  SquareRoot.self, Subtract.self, TopK.self, Transpose.self, UpdateRows.self,
  AdafactorFullUpdate.self, AdafactorUpdate.self, AdamWUpdate.self, Attention.self, AttentionGradient.self,
  CachedAttention.self, CompactProjections.self,
  GatedLinearUnit.self, GatedLinearUnitGradient.self, GroupedDropout.self, LinearArgmax.self,
  LinearCrossEntropy.self,
  LinearCrossEntropyObjective.self,
  LogSumExp.self,
  Projections.self, RMSNorm.self, RMSNormGradient.self, Rotary.self,
]
