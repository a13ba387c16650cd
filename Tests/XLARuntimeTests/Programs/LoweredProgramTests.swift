import Autograd
import Testing

@testable import XLARuntime

/// Programs as text.
@Suite struct LoweredProgramTests {
  @Test func aProgramIsAModuleWithOneFunction() {
    let program = ProgramBuilder.record { builder in
      let (x, y) = (builder.input("x", .float32([2, 3])), builder.input("y", .float32([2, 3])))
      builder.output("sum", (x + y).scaled(by: 2))
    }
    #expect(
      program.lowered().text == """
        module @program {
        func.func public @main(%arg0: tensor<2x3xf32>, %arg1: tensor<2x3xf32>) -> (tensor<2x3xf32>) {
          %1 = stablehlo.add %arg0, %arg1 : tensor<2x3xf32>
          %2 = stablehlo.constant dense<0x40000000> : tensor<2x3xf32>
          %3 = stablehlo.multiply %1, %2 : tensor<2x3xf32>
          return %3 : tensor<2x3xf32>
        }
        }

        """)
  }

  /// A state's memory is its update's; scalars come and go as one vector each, but for one that is a state.
  @Test func statesAreDonated_andScalarsTravelTogether() {
    let program = ProgramBuilder.record { builder in
      let (rate, decay) = (builder.input("rate", .float32([])), builder.input("decay", .float32([])))
      let (state, count) = (builder.input("state", .float32([4])), builder.input("count", .float32([])))
      builder.output("mean", state.mean())
      builder.update("state", with: state * (rate * decay).broadcast(to: [4]))
      builder.update("count", with: count.offset(by: 1))
      builder.output("largest", state.maximumOverInnermost())
    }
    let lowered = program.lowered(donating: ["state"])
    #expect(lowered.arguments.map(\.name) == ["state", "count"])
    #expect(lowered.scalarArguments.map(\.name) == ["rate", "decay"])
    #expect(lowered.results.map(\.name) == ["state", "count"])
    #expect(lowered.scalarResults.map(\.name) == ["mean", "largest"])
    #expect(
      lowered.text.contains(
        "@main(%arg0: tensor<4xf32> {tf.aliasing_output = 0 : i32}, %arg1: tensor<f32>, %scalars: tensor<2xf32>) "
          + "-> (tensor<4xf32>, tensor<f32>, tensor<2xf32>) {"))
  }

  /// Of what is split every device has a part, in and out; all else each has whole, scalars too.
  @Test func severalDevices_areInTheText() {
    let program = ProgramBuilder.record { builder in
      let (rate, rows) = (builder.input("rate", .float32([])), builder.input("rows", .float32([4, 2])))
      let state = builder.input("state", .float32([4, 2]))
      builder.output("sum", rows.sum())
      builder.update("state", with: state + rows * rate.broadcast(to: [4, 2]))
      builder.output("all", rows.scaled(by: 2))
    }
    let text = program.lowered(
      LoweringOptions(), Sharding(deviceCount: 2, split: ["rows", "state"]), donating: ["state"]
    ).text
    let (part, whole) = (
      #"sdy.sharding = #sdy.sharding<@devices, [{"rows"}, {}]>"#,
      #"sdy.sharding = #sdy.sharding<@devices, [{}, {}]>"#
    )
    let scalars = #"tensor<1xf32> {sdy.sharding = #sdy.sharding<@devices, [{}]>}"#
    #expect(text.contains("module @program {\nsdy.mesh @devices = <[\"rows\"=2]>\nfunc.func public @main("))
    #expect(
      text.contains(
        "%arg0: tensor<4x2xf32> {\(part)}, %arg1: tensor<4x2xf32> {\(part), tf.aliasing_output = 0 : i32}, "
          + "%scalars: \(scalars)) -> (tensor<4x2xf32> {\(part)}, tensor<4x2xf32> {\(whole)}, \(scalars)) {"),
      "\(text)")
  }

  /// A fused operation without StableHLO of its own is what its definition is.
  @Test func definitionsAreLowered() {
    let fused = ProgramBuilder.record { builder in
      builder.output("y", builder.input("x", .float32([3, 5])).logSumExp())
    }
    #expect(fused.lowered().text == fused.expandingFusedOperations().lowered().text)
    #expect(fused.instructions.contains { $0.operation is LogSumExp })
    #expect(!(LogSumExp.self is any XLAOperation.Type))
  }

  @Test func barriersSurvive() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      let y = builder.recomputing { x.exponential().hyperbolicTangent() }
      let z = builder.recomputing { y.exponential().hyperbolicTangent() }
      builder.output("gradient", builder.gradients(of: z.sum(), withRespectTo: [x])[0])
    }
    #expect(program.lowered().text.contains("stablehlo.optimization_barrier"))
  }

  /// No sum is made by a scatter, whose order of additions a device may choose.
  @Test func sumsOfRowsAreNoScatters() {
    let program = ProgramBuilder.record { builder in
      let (table, indices) = (
        builder.input("table", .float32([9, 4])), builder.input("indices", .int32([6]))
      )
      let loss = table.gathered(at: indices).exponential().sum()
      builder.output("gradient", builder.gradients(of: loss, withRespectTo: [table])[0])
    }
    let text = program.lowered().text
    for part in text.components(separatedBy: "stablehlo.scatter\"").dropFirst() {
      #expect(part.contains("unique_indices = true"))
    }
    #expect(text.contains("stablehlo.sort"))
  }
}
