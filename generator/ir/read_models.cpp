#include <array>

#include "ir/writer.hpp"

namespace cqrsc::ir {

using namespace model;

Json Writer::row_handler(const RowHandler& handler) {
  static constexpr std::array<const char*, 3> kMissing{"created", "error", "skipped"};
  Json json = versioned(*handler.event);
  json["at"] = place(handler.location);
  if (handler.loop) {
    Json loop{{"element", handler.loop->element->name}};
    if (handler.loop->value != nullptr) loop["value"] = handler.loop->value->name;
    loop["in"] = expression(*handler.loop->range);
    json["for"] = std::move(loop);
  }
  json["keys"] = expressions(handler.keys);
  json["missing"] = kMissing.at(static_cast<std::size_t>(handler.missing));
  json["deletes"] = handler.deletes;
  json["body"] = block(handler.body);
  return json;
}

Json Writer::projection(const Projection& projection) {
  Json json = declaration(projection);
  json["inline"] = projection.is_inline;
  json["keys"] = fields(projection.keys);
  json["fields"] = fields(projection.fields);
  json["follows"] = list(projection.aggregates, [](const Aggregate* one) { return Json(name_of(*one)); });
  json["on"] = list(projection.handlers, [this](const RowHandler& handler) { return row_handler(handler); });
  json["ignores"] = list(projection.ignored, [](const Event* one) { return Json(name_of(*one)); });
  json["ignores_unknown"] = projection.ignores_unknown;
  if (projection.serial)
    json["serial"] = {{"at", place(projection.serial->location)}, {"because", projection.serial->because}};
  return json;
}

Json Writer::query(const Query& query) {
  Json json = declaration(query);
  json["from"] = name_of(*query.from->context, query.from->name);
  json["parameters"] = fields(query.parameters);
  Json select = Json::array();
  for (std::size_t i = 0; i < query.columns.size(); ++i)
    select.push_back({{"name", query.columns[i].name},
                      {"type", type(*query.columns[i].type)},
                      {"value", expression(*query.selected[i])}});
  json["select"] = std::move(select);
  if (query.where != nullptr) json["where"] = expression(*query.where);
  json["group_by"] = expressions(query.groups);
  json["order_by"] = list(query.order, [this](const QueryOrder& order) {
    return Json{{"value", expression(*order.value)}, {"descending", order.descending}};
  });
  if (query.limit != nullptr) json["limit"] = expression(*query.limit);
  return json;
}

}  // namespace cqrsc::ir
