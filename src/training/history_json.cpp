#include "training/history_json.h"

#include <cmath>
#include <utility>

#include "training/number_text.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostPoints = 1'000'000;

constexpr std::pair<const char*, double HistoryPoint::*> kNumbers[] = {
    {"train_loss", &HistoryPoint::train_loss},
    {"train_sse", &HistoryPoint::train_sse},
    {"heldout_sse", &HistoryPoint::heldout_sse},
    {"heldout_rmse", &HistoryPoint::heldout_rmse},
    {"learning_rate", &HistoryPoint::learning_rate},
    {"seconds", &HistoryPoint::seconds},
    {"images_per_second", &HistoryPoint::images_per_second}};

}  // namespace

nlohmann::json point_to_json(const HistoryPoint& point) {
  nlohmann::json json;
  if (point.epoch == std::floor(point.epoch)) {
    json["epoch"] = static_cast<std::int64_t>(point.epoch);
  } else {
    json["epoch"] = point.epoch;
  }
  json["step"] = point.step;
  for (const auto& [name, member] : kNumbers) json[name] = point.*member;
  return json;
}

std::string history_text(const History& history) {
  const auto number = [](double value) { return std::isfinite(value) ? number_text(value) : std::string("null"); };
  std::string text = "[";
  text.reserve(history.size() * 256 + 2);
  for (const HistoryPoint& point : history) {
    if (text.size() > 1) text += ",";
    text += "{\"epoch\":" + number(point.epoch) + ",\"step\":" + number_text(point.step);
    for (const auto& [name, member] : kNumbers) {
      text += ",\"";
      text += name;
      text += "\":";
      text += number(point.*member);
    }
    text += "}";
  }
  return text + "]";
}

std::expected<History, Error> history_from_json(const nlohmann::json& json) {
  const auto refuse = [] {
    return fail("The history cannot be read: it must be a list of points with their figures.");
  };
  if (!json.is_array() || json.size() > kMostPoints) return refuse();
  History history;
  for (const auto& entry : json) {
    const auto number = [&entry](const char* name) -> const nlohmann::json* {
      const auto found = entry.is_object() ? entry.find(name) : entry.end();
      return entry.is_object() && found != entry.end() && found->is_number() ? &*found : nullptr;
    };
    const auto* epoch = number("epoch");
    const auto* step = number("step");
    if (!epoch || !step || !step->is_number_integer()) return refuse();
    HistoryPoint point;
    point.epoch = epoch->get<double>();
    point.step = step->get<std::int64_t>();
    // A run whose every step is an epoch has as many of both.
    const auto most = static_cast<double>(kMostSteps);
    if (!(point.epoch >= 0 && point.epoch <= most) || point.step < 0 || point.step > kMostSteps) return refuse();
    for (const auto& [name, member] : kNumbers) {
      const auto* value = number(name);
      if (!value) return refuse();
      point.*member = value->get<double>();
    }
    history.push_back(point);
  }
  return history;
}

}  // namespace hourglass
