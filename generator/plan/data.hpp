#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace cqrsc::plan {

class Data;
using List = std::vector<Data>;

/// Named values, in the order added. A name is added once.
class Record {
 public:
  Record() = default;
  Record(std::initializer_list<std::pair<const char*, Data>> entries);

  Record& add(std::string name, Data value);
  /// Null when there is no such name.
  [[nodiscard]] const Data* find(std::string_view name) const;

 private:
  struct Entry;
  std::vector<Entry> entries_;

 public:
  Record(const Record&);
  Record(Record&&) noexcept;
  Record& operator=(const Record&);
  Record& operator=(Record&&) noexcept;
  ~Record();
};

/// What a template may name: final text, a flag, a list or a record. Templates lay these out and compute nothing.
class Data {
 public:
  Data(bool flag) : value_(flag) {}
  Data(std::string text) : value_(std::move(text)) {}
  Data(std::string_view text) : value_(std::string(text)) {}
  Data(const char* text) : value_(std::string(text)) {}
  Data(List list) : value_(std::move(list)) {}
  Data(Record record) : value_(std::move(record)) {}

  [[nodiscard]] const bool* flag() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const List* list() const { return std::get_if<List>(&value_); }
  [[nodiscard]] const Record* record() const { return std::get_if<Record>(&value_); }

  /// Whether a section over it is rendered: a set flag, text or list that is not empty, any record.
  [[nodiscard]] bool present() const;

 private:
  std::variant<bool, std::string, List, Record> value_;
};

struct Record::Entry {
  std::string name;
  Data value;
};

}  // namespace cqrsc::plan
