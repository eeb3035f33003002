#include <algorithm>
#include <utility>

#include "cases.h"
#include "model/pixels.h"
#include "training/corruption.h"
#include "training/optimizer.h"

namespace hourglass::bench {
namespace {

constexpr Index kBatch = 128;
constexpr std::size_t kFloats = kBatch * kImagePixels, kParameters = 105458;

/// What a step of 784,128,32,2 works on beside its products.
struct Parts {
  explicit Parts(std::shared_ptr<const ImageSet> set) : images(std::move(set)) {
    for (auto* buffer : {&pixels, &outputs, &gradients}) {
      buffer->resize(std::max(kFloats, kParameters));
      for (float& x : *buffer) x = random.uniform(0.01f, 0.99f);
    }
    optimizer = start_optimizer(OptimizerKind::adam, kParameters);
  }
  std::shared_ptr<const ImageSet> images;
  std::vector<float> pixels, outputs, gradients;
  std::vector<double> row_sums;
  Random random{5};
  TrainingSettings training;
  OptimizerState optimizer;
};

}  // namespace

/// Counted as one operation an element.
void add_part_cases(std::vector<Case>& cases, Materials& materials) {
  ThreadPool* const pool = materials.pool;
  const auto add = [&](const char* name, std::size_t count, std::function<void(Parts&)> run) {
    cases.push_back({"part", name, [=, &materials] {
                       const auto parts = std::make_shared<Parts>(materials.images.of(8192));
                       return Work{.operations = static_cast<double>(count), .run = [=] { run(*parts); }};
                     }});
  };
  add("bytes to pixels", kFloats, [](Parts& p) {
    to_pixels(std::span(p.images->pixels).first(kFloats), {-0.5f, 0.5f}, std::span(p.pixels).first(kFloats));
  });
  constexpr std::pair<CorruptionKind, const char*> kCorruptions[] = {{CorruptionKind::masking, "masking"},
                                                                     {CorruptionKind::gaussian, "gaussian noise"}};
  for (const auto& [kind, name] : kCorruptions) {
    add(name, kFloats,
        [what = Corruption{kind, 0.3f}](Parts& p) { corrupt(what, {}, p.random, std::span(p.pixels).first(kFloats)); });
  }
  constexpr std::pair<Loss, const char*> kLosses[] = {
      {Loss::sse, "sse and its gradient"}, {Loss::rmse, "rmse"}, {Loss::bce, "cross-entropy"}};
  for (const auto& [kind, name] : kLosses) {
    add(name, kFloats, [pool, loss = LossSettings{.kind = kind}](Parts& p) {
      const auto read = [](const std::vector<float>& v) { return view(v.data(), kBatch, kImagePixels); };
      loss_gradient(loss, read(p.outputs), read(p.pixels), view(p.gradients.data(), kBatch, kImagePixels), p.row_sums,
                    pool);
    });
  }
  add("adam", kParameters, [pool](Parts& p) {
    take_step(p.training, 1e-6, p.optimizer, std::span(p.outputs).first(kParameters),
              std::span<const float>(p.gradients).first(kParameters), kParameters - 1000, pool);
  });
  add("copy of the parameters", kParameters,
      [](Parts& p) { std::copy_n(p.outputs.begin(), kParameters, p.gradients.begin()); });
}

}  // namespace hourglass::bench
