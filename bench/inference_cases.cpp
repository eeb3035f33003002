#include <numeric>
#include <utility>

#include "cases.h"
#include "explore/embed.h"
#include "explore/sweep.h"

namespace hourglass::bench {
namespace {

constexpr int kAllDigits = 55000;
constexpr SweepRange kSweep = {.from = -1, .to = 1, .step = 0.1};  // 20 values a side

Network drawn(const std::vector<int>& encoder) {
  Random random(6);
  return make_network(endless(encoder).network, random);
}

double weights(const Network& network) {
  double count = 0;
  for (const LayerLayout& layer : network.layout.encoder) count += static_cast<double>(layer.in) * layer.out;
  return count;
}

}  // namespace

void add_inference_cases(std::vector<Case>& cases, Materials& materials) {
  ThreadPool* const pool = materials.pool;
  for (const std::vector<int>& encoder : {std::vector{784, 128, 32, 2}, {784, 512, 128, 2}}) {
    const auto add = [&](const std::string& what, std::function<Work(std::shared_ptr<const Network>)> begin) {
      cases.push_back({"inference", what + ", " + widths(encoder),
                       [=] { return begin(std::make_shared<const Network>(drawn(encoder))); }});
    };
    add("encode and decode one digit", [&materials, pool](std::shared_ptr<const Network> network) {
      struct Digit {
        Matrix pixels = Matrix::Zero(1, kImagePixels), codes = Matrix::Zero(1, 2);
        InferenceScratch scratch;
      };
      const auto digit = std::make_shared<Digit>();
      const auto image = materials.images.of(kAllDigits)->image(0);
      for (std::size_t i = 0; i < kImagePixels; ++i) digit->pixels(0, static_cast<Index>(i)) = image[i] / 255.0f;
      return Work{.operations = 4 * weights(*network), .images = 1, .run = [=] {
                    Matrix out(1, kImagePixels);
                    encode(*network, view(std::as_const(digit->pixels)), view(digit->codes), digit->scratch, pool);
                    decode(*network, view(std::as_const(digit->codes)), view(out), digit->scratch, pool);
                  }};
    });
    add("sweep of 20 x 20", [pool](std::shared_ptr<const Network> network) {
      const std::vector<float> values = sweep_values(kSweep), codes = sweep_codes(values, values);
      const auto tiles = static_cast<double>(codes.size() / 2);
      return Work{.operations = 2 * weights(*network) * tiles, .images = tiles, .run = [=] {
                    decode_to_bytes(*network, codes, pool);
                  }};
    });
    add("codes of 55,000 digits", [&materials, pool](std::shared_ptr<const Network> network) {
      std::vector<std::uint32_t> all(kAllDigits);
      std::iota(all.begin(), all.end(), 0u);
      return Work{.operations = 2 * weights(*network) * kAllDigits,
                  .images = kAllDigits,
                  .run = [=, set = materials.images.of(kAllDigits)] { embed(*network, *set, all, pool); }};
    });
  }
}

}  // namespace hourglass::bench
