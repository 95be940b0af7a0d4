#pragma once

#include <initializer_list>
#include <memory>
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

/// What a template may name: final text, a flag, a list or a record. Templates lay these out and compute nothing. It
/// never changes, and copies share what they hold: four files are laid out from what is planned of one aggregate.
class Data {
 public:
  Data(bool flag) : value_(flag) {}
  Data(std::string text) : value_(std::make_shared<const std::string>(std::move(text))) {}
  Data(std::string_view text) : Data(std::string(text)) {}
  Data(const char* text) : Data(std::string(text)) {}
  Data(List list) : value_(std::make_shared<const List>(std::move(list))) {}
  Data(Record record) : value_(std::make_shared<const Record>(std::move(record))) {}

  [[nodiscard]] const bool* flag() const { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::string* text() const { return held<std::string>(); }
  [[nodiscard]] const List* list() const { return held<List>(); }
  [[nodiscard]] const Record* record() const { return held<Record>(); }

  /// Whether a section over it is rendered: a set flag, text or list that is not empty, any record.
  [[nodiscard]] bool present() const;

 private:
  template <class T>
  [[nodiscard]] const T* held() const {
    const auto* shared = std::get_if<std::shared_ptr<const T>>(&value_);
    return shared == nullptr ? nullptr : shared->get();
  }

  std::variant<bool, std::shared_ptr<const std::string>, std::shared_ptr<const List>, std::shared_ptr<const Record>>
      value_;
};

struct Record::Entry {
  std::string name;
  Data value;
};

}  // namespace cqrsc::plan
