import Testing

@testable import Autograd

@Suite struct ShapeTests {
  @Test func scalarHasOneElement() {
    #expect(Shape.scalar == [])
    #expect(
      (Shape.scalar.rank, Shape.scalar.count, Shape.scalar.innermost, Shape.scalar.outerCount) == (0, 1, 1, 1)
    )
    #expect(Shape.scalar.strides == [])
  }

  @Test func dimensionsAndStrides() {
    let shape: Shape = [2, 3, 4]
    #expect((shape.rank, shape.count, shape.innermost, shape.outerCount) == (3, 24, 4, 6))
    #expect(shape.strides == [12, 4, 1])
    #expect((shape[0], shape[-1], shape[-3]) == (2, 4, 2))
    #expect(shape.replacing(-1, with: 9) == [2, 3, 9])
    #expect(shape.replacing(0, with: 9) == [9, 3, 4])
    #expect(shape.removing([0, 2]) == [3])
    #expect(shape.removing([]) == shape)
  }

  @Test func printsAsInSource() {
    #expect("\(TensorType.float32([2, 3])) \(TensorType.int32([]))" == "float32[2, 3] int32[]")
    #expect(TensorType.int32([2, 3]).byteCount == 24)
    #expect(ElementType.allCases.map(\.size) == [4, 4])
  }
}
