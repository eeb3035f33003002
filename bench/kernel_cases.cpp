#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "cases.h"
#include "math/activation.h"
#include "math/gemm.h"
#include "math/sparse.h"

namespace hourglass::bench {
namespace {

struct Buffers {
  Buffers() {
    Random random(1);
    for (auto* buffer : {&x, &w, &y}) {
      buffer->resize(1100 * 1100);
      for (float& value : *buffer) value = random.uniform(-0.1f, 0.1f);
    }
  }
  std::vector<float> x, w, y;
  GemmScratch scratch;
};

using Shared = std::shared_ptr<Buffers>;

enum class Use { forward, forward_tied, input_gradient, input_gradient_tied, weight_gradient, weight_gradient_tied };
constexpr const char* kUses[] = {"y = x W", "y = h W^T", "dx = d W^T", "dh = d W", "dW = x^T d", "dW += d^T h"};

/// One product of a layer of `in` to `out`, or of the decoder layer tied to it, on a batch.
std::function<void()> product(const Shared& b, ThreadPool* pool, Use use, Index batch, Index in, Index out) {
  return [b, pool, use, batch, in, out] {
    const auto x = [&](Index cols) { return view(std::as_const(b->x).data(), batch, cols); };
    const auto w = view(std::as_const(b->w).data(), in, out);
    const auto d = [&](Index cols) { return view(std::as_const(b->w).data(), batch, cols); };
    const auto y = [&](Index rows, Index cols) { return view(b->y.data(), rows, cols); };
    constexpr auto no = Transpose::no, yes = Transpose::yes;
    const float* bias = b->w.data();
    GemmScratch& s = b->scratch;
    switch (use) {
      case Use::forward:
        return gemm(x(in), no, w, no, y(batch, out), {.bias = bias, .activation = Activation::relu}, s, pool);
      case Use::forward_tied: return gemm(x(out), no, w, yes, y(batch, in), {.bias = bias}, s, pool);
      case Use::input_gradient: return gemm(x(out), no, w, yes, y(batch, in), {}, s, pool);
      case Use::input_gradient_tied: return gemm(x(in), no, w, no, y(batch, out), {}, s, pool);
      case Use::weight_gradient: return gemm(x(in), yes, d(out), no, y(in, out), {}, s, pool);
      case Use::weight_gradient_tied: return gemm(x(in), yes, d(out), no, y(in, out), {.accumulate = true}, s, pool);
    }
  };
}

double operations(Index batch, Index in, Index out) {
  return 2.0 * static_cast<double>(batch) * static_cast<double>(in) * static_cast<double>(out);
}

std::string shape(Index in, Index out, Index batch) {
  return std::to_string(in) + "x" + std::to_string(out) + ", batch " + std::to_string(batch);
}

void add_layer(std::vector<Case>& cases, const Shared& b, ThreadPool* pool, Index batch, Index in, Index out) {
  for (int use = 0; use < 6; ++use) {
    cases.push_back({.group = "product",
                     .name = shape(in, out, batch) + ": " + kUses[use],
                     .operations = operations(batch, in, out),
                     .run = product(b, pool, static_cast<Use>(use), batch, in, out)});
  }
}

/// All products of one training step of a tied network.
void add_all_products(std::vector<Case>& cases, const Shared& b, ThreadPool* pool, Index batch,
                      const std::vector<Index>& widths) {
  Case all{.group = "products", .name = "", .operations = 0, .run = {}};
  std::vector<std::function<void()>> runs;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    all.name += std::to_string(widths[l]) + ",";
    for (int use = 0; use < 6; ++use) {
      if (l == 0 && static_cast<Use>(use) == Use::input_gradient) continue;
      runs.push_back(product(b, pool, static_cast<Use>(use), batch, widths[l], widths[l + 1]));
      all.operations += operations(batch, widths[l], widths[l + 1]);
    }
  }
  all.name += std::to_string(widths.back()) + ", batch " + std::to_string(batch);
  all.run = [runs] {
    for (const auto& run : runs) run();
  };
  cases.push_back(std::move(all));
}

/// Counted as the dense products that they replace: the share can exceed 1.
void add_sparse(std::vector<Case>& cases, const Shared& b, ThreadPool* pool) {
  struct Input {
    Matrix images;
    SparseBatch sparse;
  };
  const auto input = std::make_shared<Input>();
  Random random(2);
  input->images = painted_images(128, random);
  input->sparse.assign(view(std::as_const(input->images)), 0.0f);
  for (const Index out : {128, 512, 1000}) {
    const auto add = [&](const char* what, std::function<void()> run) {
      cases.push_back({.group = "sparse",
                       .name = shape(784, out, 128) + ": " + what,
                       .operations = operations(128, 784, out),
                       .run = std::move(run)});
    };
    add("lists of a batch", [input, pool] { input->sparse.assign(view(std::as_const(input->images)), 0.0f, pool); });
    add("y = x W", [b, input, pool, out] {
      sparse_times_dense(input->sparse, view(std::as_const(b->w).data(), 784, out), view(b->y.data(), 128, out),
                         {.bias = b->w.data(), .activation = Activation::relu}, b->scratch, pool);
    });
    add("dW += x^T d", [b, input, pool, out] {
      sparse_transposed_times_dense(input->sparse, view(std::as_const(b->w).data(), 128, out),
                                    view(b->y.data(), 784, out), true, b->scratch, pool);
    });
  }
}

/// Counted as one operation an element: the share says how many multiply-adds an element costs.
void add_elementwise(std::vector<Case>& cases, const Shared& b) {
  constexpr std::size_t kCount = 128 * 784;
  const auto add = [&](const char* name, std::function<void()> run) {
    cases.push_back({.group = "element", .name = name, .operations = kCount, .run = std::move(run)});
  };
  constexpr std::pair<Activation, const char*> kNamed[] = {{Activation::sigmoid, "sigmoid"},
                                                           {Activation::tanh, "tanh"},
                                                           {Activation::elu, "elu"},
                                                           {Activation::relu, "relu"}};
  for (const auto& named : kNamed) {
    add(named.second, [b, f = named.first] { activate(f, std::span(b->y).first(kCount)); });
  }
  const auto random = std::make_shared<Random>(3);
  add("fill_normal", [b, random] { random->fill_normal(std::span(b->y).first(kCount)); });
  add("copy", [b] { std::copy_n(b->x.begin(), kCount, b->y.begin()); });
}

}  // namespace

Matrix painted_images(Index count, Random& random) {
  Matrix images = Matrix::Zero(count, 784);
  for (Index i = 0; i < count; ++i) {
    int x = 10 + static_cast<int>(random.below(8)), y = 6 + static_cast<int>(random.below(8)), painted = 0;
    while (painted < 150) {
      for (int dy = 0; dy < 3; ++dy) {
        for (int dx = 0; dx < 3; ++dx) {
          float& pixel = images(i, (y + dy) * 28 + x + dx);
          painted += pixel == 0.0f;
          pixel = random.uniform(0.1f, 1.0f);
        }
      }
      x = std::clamp(x + static_cast<int>(random.below(3)) - 1, 4, 21);
      y = std::clamp(y + static_cast<int>(random.below(3)) - 1, 4, 21);
    }
  }
  return images;
}

void add_kernel_cases(std::vector<Case>& cases, ThreadPool* pool) {
  const auto buffers = std::make_shared<Buffers>();
  const std::vector<Index> large = {784, 512, 128, 10}, small = {784, 128, 32, 2}, deep = {784, 1000, 500, 250, 30};
  for (const auto& widths : {large, small, deep}) add_all_products(cases, buffers, pool, 128, widths);
  add_all_products(cases, buffers, pool, 64, small);
  add_sparse(cases, buffers, pool);
  for (const auto& widths : {large, small, deep}) {
    for (std::size_t l = 0; l + 1 < widths.size(); ++l) add_layer(cases, buffers, pool, 128, widths[l], widths[l + 1]);
  }
  add_elementwise(cases, buffers);
}

}  // namespace hourglass::bench
