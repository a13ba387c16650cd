/// Programs in StableHLO.
enum Programs {
  /// Twice the first tensor plus the second, in the first one's place; and the sum of all.
  static let scaledSum = """
    module @scaled_sum {
      func.func public @main(
        %a: tensor<2x3xf32> {tf.aliasing_output = 0 : i32}, %b: tensor<2x3xf32>
      ) -> (tensor<2x3xf32>, tensor<f32>) {
        %doubled = stablehlo.add %a, %a : tensor<2x3xf32>
        %sum = stablehlo.add %doubled, %b : tensor<2x3xf32>
        %zero = stablehlo.constant dense<0.0> : tensor<f32>
        %total = stablehlo.reduce(%sum init: %zero) applies stablehlo.add across dimensions = [0, 1]
          : (tensor<2x3xf32>, tensor<f32>) -> tensor<f32>
        return %sum, %total : tensor<2x3xf32>, tensor<f32>
      }
    }
    """

  /// The sums of the columns of a matrix whose rows are split over two devices: both must work together.
  static let splitSum = """
    module @split_sum {
      sdy.mesh @mesh = <["data"=2]>
      func.func public @main(
        %a: tensor<4x3xf32> {sdy.sharding = #sdy.sharding<@mesh, [{"data"}, {}]>}
      ) -> (
        tensor<4x3xf32> {sdy.sharding = #sdy.sharding<@mesh, [{"data"}, {}]>},
        tensor<3xf32> {sdy.sharding = #sdy.sharding<@mesh, [{}]>}
      ) {
        %negative = stablehlo.negate %a : tensor<4x3xf32>
        %zero = stablehlo.constant dense<0.0> : tensor<f32>
        %sums = stablehlo.reduce(%a init: %zero) applies stablehlo.add across dimensions = [0]
          : (tensor<4x3xf32>, tensor<f32>) -> tensor<3xf32>
        return %negative, %sums : tensor<4x3xf32>, tensor<3xf32>
      }
    }
    """

  /// A product of matrices followed by exponentials, whose rounding depends on how it was compiled.
  static let exponentials = """
    module @exponentials {
      func.func public @main(%a: tensor<8x64xf32>, %b: tensor<64x8xf32>) -> tensor<8x8xf32> {
        %product = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0]
          : (tensor<8x64xf32>, tensor<64x8xf32>) -> tensor<8x8xf32>
        %result = stablehlo.exponential %product : tensor<8x8xf32>
        return %result : tensor<8x8xf32>
      }
    }
    """

  /// Adds tensors of two shapes, which no compiler takes.
  static let wrong = """
    module @wrong {
      func.func public @main(%a: tensor<2xf32>, %b: tensor<3xf32>) -> tensor<2xf32> {
        %sum = stablehlo.add %a, %b : tensor<2xf32>
        return %sum : tensor<2xf32>
      }
    }
    """

  /// Writes its argument to more places than there are addresses for.
  static let petabyte = """
    module @petabyte {
      func.func public @main(%a: tensor<f32>) -> tensor<1048576x268435456xf32> {
        %result = stablehlo.broadcast_in_dim %a, dims = [] : (tensor<f32>) -> tensor<1048576x268435456xf32>
        return %result : tensor<1048576x268435456xf32>
      }
    }
    """
}
