#include "explore/leading_axes.h"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <utility>

#include "math/random.h"
#include "model/pixels.h"

namespace hourglass {
namespace {

constexpr Index kExtra = 14;             // axes beyond those that are wanted, so that these come out well
constexpr std::size_t kTelling = 5'000;  // images
constexpr std::size_t kBlockImages = 256;
// The first round finds the mean, the last projects; each between them sharpens the axes.
constexpr int kSharpening = 3, kRounds = kSharpening + 2;

std::vector<std::uint32_t> some_of(const std::vector<std::uint32_t>& images) {
  std::vector<std::uint32_t> some;
  const std::size_t stride = std::max<std::size_t>(1, images.size() / kTelling);
  for (std::size_t i = 0; i < images.size(); i += stride) some.push_back(images[i]);
  return some;
}

}  // namespace

LeadingAxes::LeadingAxes(const ImageSet& set, std::vector<std::uint32_t> projected, ThreadPool* pool)
    : LeadingAxes(set, some_of(projected), projected, pool) {}

LeadingAxes::LeadingAxes(const ImageSet& set, std::vector<std::uint32_t> fitted, std::vector<std::uint32_t> projected,
                         ThreadPool* pool)
    : set_(set), fitted_(std::move(fitted)), projected_(std::move(projected)), pool_(pool) {
  Random random(1);
  basis_.resize(kImagePixels, kComponents + kExtra);
  for (Index i = 0; i < basis_.size(); ++i) basis_.data()[i] = random.normal();
  sum_ = Eigen::VectorXd::Zero(kImagePixels);
  pca_.mean = Vector::Zero(kImagePixels);
  explained_ = Eigen::VectorXd::Zero(kComponents);
  coordinates_.resize(static_cast<Index>(projected_.size()), kComponents);
}

double LeadingAxes::progress() const {
  if (round_ == kRounds) return 1;
  const std::size_t all = images().size();
  const double part = all == 0 ? 1 : static_cast<double>(next_) / static_cast<double>(all);
  return std::min(1.0, (round_ + part) / kRounds);
}

std::vector<double> LeadingAxes::errors() const {
  std::vector<double> errors;
  double left = squares_;
  for (const double explained : explained_) {
    left -= explained;
    errors.push_back(std::max(0.0, left) / static_cast<double>(std::max<std::size_t>(projected_.size(), 1)));
  }
  return errors;
}

const std::vector<std::uint32_t>& LeadingAxes::images() const { return round_ == kRounds - 1 ? projected_ : fitted_; }

/// The images of the round from begin to end, less the mean.
void LeadingAxes::load(std::size_t begin, std::size_t end) {
  block_.resize(static_cast<Index>(end - begin), kImagePixels);
  for (std::size_t i = begin; i < end; ++i) {
    const std::span<float> pixels(block_.row(static_cast<Index>(i - begin)).data(), kImagePixels);
    to_pixels(set_.image(images()[i]), {0, 1}, pixels);
  }
  block_.rowwise() -= pca_.mean.transpose();
}

bool LeadingAxes::work(const std::function<bool()>& pause) {
  while (round_ < kRounds) {
    const bool projects = round_ == kRounds - 1;
    while (next_ < images().size()) {
      const std::size_t end = std::min(next_ + kBlockImages, images().size());
      load(next_, end);
      if (round_ == 0) {
        sum_ += block_.colwise().sum().transpose().cast<double>();
      } else if (projects) {
        MatrixView to(coordinates_.data() + static_cast<Index>(next_) * kComponents, block_.rows(), kComponents,
                      Eigen::OuterStride<>(kComponents));
        gemm(view(std::as_const(block_)), Transpose::no, view(std::as_const(pca_.axes)), Transpose::yes, to, {},
             scratch_, pool_);
        squares_ += static_cast<double>(block_.squaredNorm());
        explained_ += to.colwise().squaredNorm().transpose().cast<double>();
      } else {
        products_.resize(block_.rows(), basis_.cols());
        gemm(view(std::as_const(block_)), Transpose::no, view(std::as_const(basis_)), Transpose::no, view(products_),
             {}, scratch_, pool_);
        gemm(view(std::as_const(block_)), Transpose::yes, view(std::as_const(products_)), Transpose::no,
             view(gathered_), {.accumulate = true}, scratch_, pool_);
      }
      next_ = end;
      if (pause()) return false;
    }
    finish_round();
    next_ = 0;
    ++round_;
  }
  return true;
}

void LeadingAxes::finish_round() {
  const auto fitted = static_cast<double>(std::max<std::size_t>(fitted_.size(), 1));
  if (round_ == 0) pca_.mean = (sum_ / fitted).cast<float>();
  if (round_ > 0 && round_ <= kSharpening) {
    if (round_ == kSharpening) {
      // Rayleigh and Ritz: within the subspace the axes are those of the small matrix.
      const Matrix small = basis_.transpose() * gathered_;
      const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(((small + small.transpose()) / 2).cast<double>());
      pca_.axes.resize(kComponents, kImagePixels);
      for (Index c = 0; c < kComponents; ++c) {
        const Index from = basis_.cols() - 1 - c;
        Vector axis = basis_ * solver.eigenvectors().col(from).cast<float>();
        Index largest = 0;
        axis.cwiseAbs().maxCoeff(&largest);
        if (axis[largest] < 0) axis = -axis;
        pca_.axes.row(c) = axis.transpose();
        pca_.variances.push_back(std::max(0.0, solver.eigenvalues()[from] / fitted));
      }
      return;
    }
    basis_ = gathered_;
  }
  if (round_ < kSharpening) {
    const Eigen::HouseholderQR<Matrix> qr(basis_);
    basis_ = qr.householderQ() * Matrix::Identity(kImagePixels, basis_.cols());
    gathered_ = Matrix::Zero(kImagePixels, basis_.cols());
  }
}

}  // namespace hourglass
