#include <algorithm>
#include <utility>

#include "cases.h"
#include "math/activation.h"
#include "math/gemm.h"
#include "math/sparse.h"

namespace hourglass::bench {
namespace {

struct Buffers {
  Buffers() {
    for (auto* buffer : {&x, &w, &y}) {
      buffer->resize(1100 * 1100);
      for (float& value : *buffer) value = random.uniform(-0.1f, 0.1f);
    }
    sparse.assign(view(std::as_const(images)), 0.0f);
  }
  Random random{1};
  Matrix images = painted_images(128, random);
  std::vector<float> x, w, y;
  SparseBatch sparse;
  GemmScratch scratch;
};

/// The buffers of all cases, made when the first begins.
struct Shared {
  ThreadPool* pool;
  std::shared_ptr<std::unique_ptr<Buffers>> made = std::make_shared<std::unique_ptr<Buffers>>();

  Buffers& buffers() const {
    if (!*made) *made = std::make_unique<Buffers>();
    return **made;
  }
};

enum class Use { forward, forward_tied, input_gradient, input_gradient_tied, weight_gradient, weight_gradient_tied };
constexpr const char* kUses[] = {"y = x W", "y = h W^T", "dx = d W^T", "dh = d W", "dW = x^T d", "dW += d^T h"};

/// One product of a layer of `in` to `out`, or of the decoder layer tied to it, on a batch.
void multiply(Buffers& b, ThreadPool* pool, Use use, Index batch, Index in, Index out) {
  const auto x = [&](Index cols) { return view(std::as_const(b.x).data(), batch, cols); };
  const auto w = view(std::as_const(b.w).data(), in, out);
  const auto d = [&](Index cols) { return view(std::as_const(b.w).data(), batch, cols); };
  const auto y = [&](Index rows, Index cols) { return view(b.y.data(), rows, cols); };
  constexpr auto no = Transpose::no, yes = Transpose::yes;
  const float* bias = b.w.data();
  GemmScratch& s = b.scratch;
  switch (use) {
    case Use::forward:
      return gemm(x(in), no, w, no, y(batch, out), {.bias = bias, .activation = Activation::relu}, s, pool);
    case Use::forward_tied: return gemm(x(out), no, w, yes, y(batch, in), {.bias = bias}, s, pool);
    case Use::input_gradient: return gemm(x(out), no, w, yes, y(batch, in), {}, s, pool);
    case Use::input_gradient_tied: return gemm(x(in), no, w, no, y(batch, out), {}, s, pool);
    case Use::weight_gradient: return gemm(x(in), yes, d(out), no, y(in, out), {}, s, pool);
    case Use::weight_gradient_tied: return gemm(x(in), yes, d(out), no, y(in, out), {.accumulate = true}, s, pool);
  }
}

double operations(Index batch, Index in, Index out) {
  return 2.0 * static_cast<double>(batch) * static_cast<double>(in) * static_cast<double>(out);
}

std::string shape(Index in, Index out, Index batch) {
  return std::to_string(in) + "x" + std::to_string(out) + ", batch " + std::to_string(batch);
}

void add_layer(std::vector<Case>& cases, const Shared& shared, Index batch, Index in, Index out) {
  for (int use = 0; use < 6; ++use) {
    cases.push_back({"product", shape(in, out, batch) + ": " + kUses[use], [=] {
                       Buffers& b = shared.buffers();
                       return Work{.operations = operations(batch, in, out),
                                   .run = [=, &b] { multiply(b, shared.pool, static_cast<Use>(use), batch, in, out); }};
                     }});
  }
}

/// All products of one training step of a tied network.
void add_all_products(std::vector<Case>& cases, const Shared& shared, Index batch, const std::vector<int>& layers) {
  const auto each = [=](const auto& f) {
    for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
      for (int use = 0; use < 6; ++use) {
        if (l > 0 || static_cast<Use>(use) != Use::input_gradient) f(static_cast<Use>(use), layers[l], layers[l + 1]);
      }
    }
  };
  cases.push_back({"products", widths(layers) + ", batch " + std::to_string(batch), [=] {
                     Buffers& b = shared.buffers();
                     Work work{
                         .operations = 0, .run = [=, &b] {
                           each([&](Use use, Index in, Index out) { multiply(b, shared.pool, use, batch, in, out); });
                         }};
                     each([&](Use, Index in, Index out) { work.operations += operations(batch, in, out); });
                     return work;
                   }});
}

/// Counted as the dense products that they replace: the share can exceed 1.
void add_sparse(std::vector<Case>& cases, const Shared& shared) {
  for (const Index out : {128, 512, 1000}) {
    const auto add = [&](const char* what, void (*run)(Buffers&, ThreadPool*, Index)) {
      cases.push_back({"sparse", shape(784, out, 128) + ": " + what, [=] {
                         Buffers& b = shared.buffers();
                         return Work{.operations = operations(128, 784, out),
                                     .run = [=, &b] { run(b, shared.pool, out); }};
                       }});
    };
    add("lists of a batch",
        [](Buffers& b, ThreadPool* pool, Index) { b.sparse.assign(view(std::as_const(b.images)), 0.0f, pool); });
    add("y = x W", [](Buffers& b, ThreadPool* pool, Index n) {
      sparse_times_dense(b.sparse, view(std::as_const(b.w).data(), 784, n), view(b.y.data(), 128, n),
                         {.bias = b.w.data(), .activation = Activation::relu}, b.scratch, pool);
    });
    add("dW += x^T d", [](Buffers& b, ThreadPool* pool, Index n) {
      sparse_transposed_times_dense(b.sparse, view(std::as_const(b.w).data(), 128, n), view(b.y.data(), 784, n), true,
                                    b.scratch, pool);
    });
  }
}

/// Counted as one operation an element: the share says how many multiply-adds an element costs.
void add_elementwise(std::vector<Case>& cases, const Shared& shared) {
  constexpr std::size_t kCount = 128 * 784;
  const auto add = [&](const char* name, std::function<void(Buffers&)> run) {
    cases.push_back({"element", name, [=] {
                       Buffers& b = shared.buffers();
                       return Work{.operations = kCount, .run = [=, &b] { run(b); }};
                     }});
  };
  constexpr std::pair<Activation, const char*> kNamed[] = {{Activation::sigmoid, "sigmoid"},
                                                           {Activation::tanh, "tanh"},
                                                           {Activation::elu, "elu"},
                                                           {Activation::relu, "relu"}};
  for (const auto& [f, name] : kNamed) {
    add(name, [f](Buffers& b) { activate(f, std::span(b.y).first(kCount)); });
  }
  add("fill_normal", [](Buffers& b) { b.random.fill_normal(std::span(b.y).first(kCount)); });
  add("copy", [](Buffers& b) { std::copy_n(b.x.begin(), kCount, b.y.begin()); });
}

}  // namespace

void add_kernel_cases(std::vector<Case>& cases, Materials& materials) {
  const Shared shared{materials.pool};
  const std::vector<int> large = {784, 512, 128, 10}, small = {784, 128, 32, 2}, deep = {784, 1000, 500, 250, 30};
  for (const auto& layers : {large, small, deep}) add_all_products(cases, shared, 128, layers);
  add_all_products(cases, shared, 64, small);
  add_sparse(cases, shared);
  for (const auto& layers : {large, small, deep}) {
    for (std::size_t l = 0; l + 1 < layers.size(); ++l) add_layer(cases, shared, 128, layers[l], layers[l + 1]);
  }
  add_elementwise(cases, shared);
}

}  // namespace hourglass::bench
