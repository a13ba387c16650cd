import Autograd
import Foundation

extension RotaryAngles: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let (count, size, frequencies) = (site.operands[0].shape[0], size, frequencies)
    let pairs = frequencies.count
    return { call in
      let (positions, cosines, sines) = (call.integers(0), call.output(0), call.output(1))
      // A cosine and a sine take as long as some tens of additions.
      call.pool.split(count, grain: max(1, elementwiseGrain / (32 * size))) { _, range in
        for row in range {
          let (position, cosines, sines) = (Float(positions[row]), cosines + row * size, sines + row * size)
          for pair in 0..<pairs {
            let angle = position * frequencies[pair]
            let (cosine, sine) = (Foundation.cos(angle), Foundation.sin(angle))
            (cosines[pair], cosines[pair + pairs]) = (cosine, cosine)
            (sines[pair], sines[pair + pairs]) = (sine, sine)
          }
          for element in 2 * pairs..<size { (cosines[element], sines[element]) = (1, 0) }
        }
      }
    }
  }
}
