#include "training/history_json.h"

#include <cmath>

#include "text/number.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostPoints = 1'000'000;

bool is_told(const HistoryFigure& figure, const HistoryPoint& point) {
  return figure.always || point.*figure.member != 0;
}

}  // namespace

nlohmann::json point_to_json(const HistoryPoint& point) {
  nlohmann::json json;
  if (point.epoch == std::floor(point.epoch)) {
    json["epoch"] = static_cast<std::int64_t>(point.epoch);
  } else {
    json["epoch"] = point.epoch;
  }
  json["step"] = point.step;
  for (const HistoryFigure& figure : kHistoryFigures) {
    if (is_told(figure, point)) json[figure.name] = point.*figure.member;
  }
  return json;
}

std::string history_text(const History& history) {
  const auto number = [](double value) { return std::isfinite(value) ? number_text(value) : std::string("null"); };
  std::string text = "[";
  text.reserve(history.size() * 256 + 2);
  for (const HistoryPoint& point : history) {
    if (text.size() > 1) text += ",";
    text += "{\"epoch\":" + number(point.epoch) + ",\"step\":" + number_text(point.step);
    for (const HistoryFigure& figure : kHistoryFigures) {
      if (!is_told(figure, point)) continue;
      text += ",\"";
      text += figure.name;
      text += "\":";
      text += number(point.*figure.member);
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
    for (const HistoryFigure& figure : kHistoryFigures) {
      const auto* value = number(figure.name);
      if (value)
        point.*figure.member = value->get<double>();
      else if (figure.always)
        return refuse();
    }
    history.push_back(point);
  }
  return history;
}

}  // namespace hourglass
