// History points as JSON, with the names that the command line prints, the checkpoint keeps and the page gives to
// scripts.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>

#include "math/error.h"
#include "training/history.h"

namespace hourglass {

/// {"epoch":1,"step":430,"train_loss":52.7,"train_sse":...,"heldout_sse":51.9,"heldout_rmse":0.257,
///  "learning_rate":0.001,"seconds":0.61,"images_per_second":90000}; a whole epoch is written without a point.
nlohmann::json point_to_json(const HistoryPoint& point);

/// A list of such points as text, written straight: a long run's is kept every second (engine/shelf.h).
std::string history_text(const History& history);

/// Refuses what is no list of such points.
std::expected<History, Error> history_from_json(const nlohmann::json& json);

}  // namespace hourglass
