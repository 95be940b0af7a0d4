#include "status.hpp"

#include <cqrs/position.hpp>

namespace cqrs::ctl {

using Json = nlohmann::ordered_json;

std::string text_in(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_in(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

double real_in(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

ProgressFigures figures_of(const Json& building) {
  ProgressFigures figures;
  const auto position = Position::parse(text_in(building, "position"));
  if (position) figures.done = position->sequence();
  figures.left = number_in(building, "events_left");
  figures.per_second = real_in(building, "events_per_second");
  if (building.is_object() && building.contains("seconds_left")) {
    figures.seconds_left = real_in(building, "seconds_left");
  }
  return figures;
}

}  // namespace cqrs::ctl
