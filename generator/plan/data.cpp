#include "plan/data.hpp"

#include <algorithm>
#include <cassert>

namespace cqrsc::plan {

Record::Record(const Record&) = default;
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(const Record&) = default;
Record& Record::operator=(Record&&) noexcept = default;
Record::~Record() = default;

Record::Record(std::initializer_list<std::pair<const char*, Data>> entries) {
  entries_.reserve(entries.size());
  for (const auto& [name, value] : entries) add(name, value);
}

Record& Record::add(std::string name, Data value) {
  assert(find(name) == nullptr && "a name is planned once");
  entries_.push_back({std::move(name), std::move(value)});
  return *this;
}

const Data* Record::find(std::string_view name) const {
  const auto at =
      std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.name == name; });
  return at == entries_.end() ? nullptr : &at->value;
}

bool Data::present() const {
  if (const bool* set = flag()) return *set;
  if (const std::string* words = text()) return !words->empty();
  if (const List* items = list()) return !items->empty();
  return true;
}

}  // namespace cqrsc::plan
