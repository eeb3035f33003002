// History: what a run has measured so far, one point an epoch (and finer at the start). Figures are comparable between
// runs: whatever loss is trained, held-out error is also told per image and as RMSE, both in [0,1] pixels.
#pragma once

#include <cstdint>
#include <vector>

namespace hourglass {

/// More steps than any run takes. A saved count beyond it is refused; below it products with a batch fit in 64 bits.
inline constexpr std::int64_t kMostSteps = 1'000'000'000'000;

struct HistoryPoint {
  double epoch = 0;  ///< fractional within the first epoch
  std::int64_t step = 0;
  double train_loss = 0;    ///< as trained, per image, averaged over the epoch's batches while training
  double train_sse = 0;     ///< reconstruction part alone, per image, [0,1] pixels
  double heldout_sse = 0;   ///< sum of squared error per image, [0,1] pixels
  double heldout_rmse = 0;  ///< sqrt(heldout_sse / 784)
  double learning_rate = 0;
  double seconds = 0;  ///< of training so far
  double images_per_second = 0;
  double train_kl = 0;    ///< divergence of a variational code per image, in nats, as train_sse
  double heldout_kl = 0;  ///< likewise of the held-out images; 0 for any other code
};

/// A figure of a point, by the name that files, tables and messages give it.
struct HistoryFigure {
  const char* name;
  double HistoryPoint::*member;
  bool always = true;  ///< told of every run; else of variational ones, so that it may be missing where a file is read
};

inline constexpr HistoryFigure kHistoryFigures[] = {{"train_loss", &HistoryPoint::train_loss},
                                                    {"train_sse", &HistoryPoint::train_sse},
                                                    {"heldout_sse", &HistoryPoint::heldout_sse},
                                                    {"heldout_rmse", &HistoryPoint::heldout_rmse},
                                                    {"learning_rate", &HistoryPoint::learning_rate},
                                                    {"seconds", &HistoryPoint::seconds},
                                                    {"images_per_second", &HistoryPoint::images_per_second},
                                                    {"train_kl", &HistoryPoint::train_kl, false},
                                                    {"heldout_kl", &HistoryPoint::heldout_kl, false}};

using History = std::vector<HistoryPoint>;

/// A run of up to so many epochs keeps every one of them.
inline constexpr std::int64_t kPointsOfAHistory = 500;

/// Adds the last point. It takes the place of the one before it where no more than a kPointsOfAHistory-th part of the
/// run lies between it and the one before that. So a curve stays as fine as it can be seen, and runs of a few images,
/// which do a thousand epochs a second, have some thousands of points and not millions: as the logarithm of their
/// steps.
void add_point(History& history, const HistoryPoint& point);

}  // namespace hourglass
