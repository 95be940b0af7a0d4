#pragma once

#include <vector>

#include <cqrs/store.hpp>

namespace cqrs::store {

/// A copy of a request and of everything it refers to. May be moved; what it refers to stays where it is.
class OwnedRequest {
 public:
  explicit OwnedRequest(const AppendRequest& request);
  OwnedRequest(OwnedRequest&&) noexcept = default;
  OwnedRequest& operator=(OwnedRequest&&) noexcept = default;
  OwnedRequest(const OwnedRequest&) = delete;
  OwnedRequest& operator=(const OwnedRequest&) = delete;
  ~OwnedRequest() = default;

  [[nodiscard]] const AppendRequest& view() const noexcept { return request_; }

 private:
  Bytes keep(Bytes bytes);
  std::string_view keep(std::string_view text) { return as_text(keep(as_bytes(text))); }
  std::span<const std::string_view> keep(std::span<const std::string_view> names);
  void copy_streams(std::span<const StreamAppend> streams);
  void copy_conditions(std::span<const TagCondition> conditions);

  AppendRequest request_;
  Buffer bytes_;  // all reserved at once: never moves while it is filled
  std::vector<StreamAppend> streams_;
  std::vector<NewEvent> events_;
  std::vector<TagCondition> conditions_;
  std::vector<std::string_view> names_;
};

}  // namespace cqrs::store
